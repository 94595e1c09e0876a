package io.github.reactorchutes.spring.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.resilience.CircuitBreakerFilter;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.spring.fixture.Bounds;
import io.github.reactorchutes.spring.fixture.Metadata;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

class MetadataTests {

    private static final Path DOCUMENT = Path.of("../docs/configuration.md");

    private static final String BEGIN = "<!-- settings -->\n";

    private static final String END = "<!-- /settings -->";

    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("java.lang.Boolean", "`true`, `false`"),
            Map.entry("java.lang.Integer", "number"),
            Map.entry("java.lang.Long", "number"),
            Map.entry("java.lang.Double", "number"),
            Map.entry("java.lang.Float", "percent"),
            Map.entry("java.lang.String", "text"),
            Map.entry("java.net.URI", "URL"),
            Map.entry("java.nio.file.Path", "file"),
            Map.entry("java.time.Duration", "time"),
            Map.entry("java.util.Map", "by name"),
            Map.entry("java.util.Set", "list"),
            Map.entry("org.springframework.util.unit.DataSize", "size"));

    @Test
    void describesEverySettingInASentence() {
        assertThat(Metadata.all())
                .isNotEmpty()
                .allSatisfy(property -> assertThat(property.description())
                        .as(property.name())
                        .endsWith(".")
                        .doesNotStartWith("The ")
                        .doesNotStartWith("A ")
                        .matches(text -> !property.type().equals("java.lang.Boolean") || text.startsWith("Whether")));
    }

    @Test
    void everyNumberTimeAndSizeHasBounds() {
        assertThat(Metadata.all())
                .filteredOn(property -> List.of("number", "percent", "time", "size", "URL", "file")
                        .contains(kind(property.type())))
                .filteredOn(property -> property.name().startsWith("chutes."))
                .extracting(Metadata::name)
                .isSubsetOf(Bounds.all().keySet());
        assertThat(Metadata.all())
                .extracting(Metadata::name)
                .containsAll(Bounds.all().keySet());
    }

    @Test
    void documentListsEverySettingWithItsDefault() throws IOException {
        String document = Files.readString(DOCUMENT);
        String table = document.substring(document.indexOf(BEGIN) + BEGIN.length(), document.indexOf(END));
        Files.writeString(Path.of("target/configuration-table.md"), table());
        assertThat(table)
                .as("copy target/configuration-table.md into docs/configuration.md")
                .isEqualTo(table());
    }

    @Test
    void defaultsAreThoseOfTheClient() {
        ChutesClient.Builder builder = ChutesClient.builder();
        Map.of(
                        "connect-timeout", "connectTimeout",
                        "first-byte-timeout", "firstByteTimeout",
                        "idle-timeout", "idleTimeout",
                        "consumer-idle-timeout", "consumerIdleTimeout",
                        "abandonment-timeout", "abandonmentTimeout",
                        "pool.acquire-timeout", "acquireTimeout")
                .forEach((name, field) -> assertThat(duration("chutes.http." + name))
                        .as(name)
                        .isEqualTo(ReflectionTestUtils.getField(builder, field)));
        assertThat(defaultOf("chutes.http.pool.max-connections"))
                .isEqualTo(String.valueOf(ReflectionTestUtils.getField(builder, "maxConnections")));
        assertThat(DataSize.parse(String.valueOf(defaultOf("chutes.http.max-request-size")))
                        .toBytes())
                .isEqualTo(ReflectionTestUtils.getField(builder, "maxRequestBytes"));
        for (Endpoint endpoint : Endpoint.known()) {
            assertThat(defaultOf("chutes.endpoints." + endpoint.name() + ".url"))
                    .isEqualTo(endpoint.url().toString());
        }
    }

    @Test
    void defaultsAreThoseOfTheRetries() {
        RetryFilter.Builder retry = RetryFilter.builder();
        assertThat(duration("chutes.retry.max-elapsed")).isEqualTo(ReflectionTestUtils.getField(retry, "maxElapsed"));
        assertThat(duration("chutes.retry.max-retry-after"))
                .isEqualTo(ReflectionTestUtils.getField(retry, "maxRetryAfter"));
        Map<?, ?> backoffs = (Map<?, ?>) Objects.requireNonNull(ReflectionTestUtils.getField(retry, "backoffs"));
        backoffs.forEach((kind, backoff) -> {
            String name =
                    "chutes.retry." + kind.toString().toLowerCase(Locale.ROOT).replace('_', '-');
            assertThat(defaultOf(name + ".max-retries")).isEqualTo(field(backoff, "maxRetries"));
            assertThat(duration(name + ".min-backoff")).hasToString(field(backoff, "min"));
            assertThat(duration(name + ".max-backoff")).hasToString(field(backoff, "max"));
        });
    }

    @Test
    void defaultsAreThoseOfTheCircuitBreaker() {
        CircuitBreakerConfig config = CircuitBreakerFilter.defaultConfig();
        CircuitBreakerProperties properties = new CircuitBreakerProperties();
        assertThat(properties.getSlidingWindowSize()).isEqualTo(config.getSlidingWindowSize());
        assertThat(properties.getMinimumNumberOfCalls()).isEqualTo(config.getMinimumNumberOfCalls());
        assertThat(properties.getFailureRateThreshold()).isEqualTo(config.getFailureRateThreshold());
        assertThat(properties.getSlowCallRateThreshold()).isEqualTo(config.getSlowCallRateThreshold());
        assertThat(properties.getSlowCallDurationThreshold()).isEqualTo(config.getSlowCallDurationThreshold());
        assertThat(properties.getPermittedCallsInHalfOpenState())
                .isEqualTo(config.getPermittedNumberOfCallsInHalfOpenState());
        assertThat(properties.getWaitDurationInOpenState().toMillis())
                .isEqualTo(config.getWaitIntervalFunctionInOpenState().apply(1));
    }

    @Test
    void defaultsAreThoseOfTheJobs() {
        ChutesJobs.Builder builder = ChutesJobs.builder();
        JobsProperties properties = new JobsProperties();
        Map.of(
                        "account", properties.getAccount(),
                        "heartbeat", properties.getHeartbeat(),
                        "pollInterval", properties.getPollInterval(),
                        "firstBackoff", properties.getRetry().getMinBackoff(),
                        "maxBackoff", properties.getRetry().getMaxBackoff(),
                        "maxRetries", properties.getRetry().getMaxRetries(),
                        "maxPaidCalls", properties.getMaxPaidCalls(),
                        "maxRequestBytes", (int) properties.getMaxRequestSize().toBytes(),
                        "maxRowBytes", (int) properties.getMaxRowSize().toBytes(),
                        "spoolPatience", properties.getSpoolPatience())
                .forEach((field, value) -> assertThat(ReflectionTestUtils.getField(builder, field))
                        .as(field)
                        .isEqualTo(value));
        assertThat(properties.isCreateTables()).isEqualTo(ReflectionTestUtils.getField(builder, "createTables"));
        assertThat(defaultOf("chutes.jobs.retry.max-retries"))
                .isEqualTo(String.valueOf(properties.getRetry().getMaxRetries()));
        assertThat(duration("chutes.jobs.retry.min-backoff"))
                .isEqualTo(properties.getRetry().getMinBackoff());
        assertThat(duration("chutes.jobs.retry.max-backoff"))
                .isEqualTo(properties.getRetry().getMaxBackoff());
    }

    private static String field(Object target, String name) {
        return String.valueOf(ReflectionTestUtils.getField(target, name));
    }

    private static Duration duration(String name) {
        return DurationStyle.detectAndParse(String.valueOf(defaultOf(name)));
    }

    private static @Nullable String defaultOf(String name) {
        return Metadata.all().stream()
                .filter(property -> property.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name))
                .defaultValue();
    }

    private static String table() {
        return Metadata.all().stream()
                .map(MetadataTests::row)
                .collect(Collectors.joining(
                        "\n", "| setting | kind | default | bounds | |\n| --- | --- | --- | --- | --- |\n", "\n"));
    }

    private static String row(Metadata property) {
        Bounds bounds = Bounds.all().get(property.name());
        return "| `" + property.name() + "` | " + kind(property.type()) + " | " + code(property.defaultValue()) + " | "
                + (bounds == null ? choices(property.type()) : bounds.text()) + " | " + property.description() + " |";
    }

    private static String code(@Nullable String value) {
        return value == null ? "" : "`" + value + "`";
    }

    private static String kind(String type) {
        return KINDS.getOrDefault(type.replaceFirst("<.*", ""), "choice");
    }

    /** The constants of an enum, or of what a collection holds, as a settings file spells them. */
    private static String choices(String type) {
        String named = type.replaceFirst(".*[<,](.*)>", "$1");
        Object[] constants = ClassUtils.resolveClassName(named, null).getEnumConstants();
        return constants == null
                ? ""
                : Stream.of(constants)
                        .map(constant -> "`"
                                + constant.toString().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
                        .collect(Collectors.joining(", "));
    }
}
