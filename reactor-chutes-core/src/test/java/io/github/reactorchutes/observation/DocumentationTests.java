package io.github.reactorchutes.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.observation.ChutesMeterDocumentation.Keys;
import io.github.reactorchutes.observation.ChutesObservationDocumentation.AttemptHighCardinalityKeyNames;
import io.github.reactorchutes.observation.ChutesObservationDocumentation.CallEvents;
import io.github.reactorchutes.observation.ChutesObservationDocumentation.CallHighCardinalityKeyNames;
import io.github.reactorchutes.observation.ChutesObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import io.micrometer.observation.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the page, the dashboard and the alerts to what there is. */
class DocumentationTests {

    private static final Path DOCS = Path.of("../docs/observability");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_.]+)` \\|");

    private static final Pattern QUERIED =
            Pattern.compile("\\b(chutes_[a-z_]+|resilience4j_[a-z_]+|http_response_status_code|error_type)\\b");

    /** Jobs, shared limits and accounts, whose meters an application has: the starter's tests hold them. */
    private static final Pattern OF_APPLICATIONS =
            Pattern.compile("chutes_(limits_\\w+|jobs|jobs_\\w+|job_state|client_account_\\w+|account|cap)");

    @Test
    void thePageListsWhatThereIsAndNothingElse() throws IOException {
        Set<String> listed =
                ROW.matcher(page()).results().map(row -> row.group(1)).collect(Collectors.toCollection(TreeSet::new));

        assertThat(listed).isEqualTo(documented());
    }

    static Stream<Arguments> thePageListsKeysWhereTheyBelong() {
        return Stream.of(
                Arguments.of("### Keys of both", LowCardinalityKeyNames.values()),
                Arguments.of("### Keys of the call's span only", CallHighCardinalityKeyNames.values()),
                Arguments.of("### Keys of the attempt's span only", AttemptHighCardinalityKeyNames.values()),
                Arguments.of("The keys of these meters", Keys.values()));
    }

    @ParameterizedTest
    @MethodSource
    void thePageListsKeysWhereTheyBelong(String begin, KeyName... keys) throws IOException {
        assertThat(rowsAfter(begin))
                .containsExactlyElementsOf(
                        Arrays.stream(keys).map(KeyName::asString).toList());
    }

    @Test
    void thePageListsTheEventsInTheirOrder() throws IOException {
        assertThat(rowsAfter("### Events of the call"))
                .containsExactlyElementsOf(Arrays.stream(CallEvents.values())
                        .map(CallEvents::getName)
                        .toList());
    }

    /** The names in the table that comes next. */
    private static List<String> rowsAfter(String begin) throws IOException {
        String page = page();
        String section = page.substring(page.indexOf(begin));
        int table = section.indexOf("\n|");
        return ROW.matcher(section.substring(table, section.indexOf("\n\n", table)))
                .results()
                .map(row -> row.group(1))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void thePageSaysTypeAndKeysOfAMeter(ChutesMeterDocumentation meter) throws IOException {
        String keys = Arrays.stream(meter.getKeyNames())
                .map(key -> "`" + key.asString() + "`")
                .collect(Collectors.joining(" "));
        String type = meter.getType().name().toLowerCase(Locale.ROOT).replace('_', ' ');

        assertThat(page()).contains("| `" + meter.getName() + "` | " + type + " | " + keys + " | ");
    }

    @Test
    void queriesAskForWhatAClientExposes() throws IOException {
        String queries =
                Files.readString(DOCS.resolve("grafana-dashboard.json")) + Files.readString(DOCS.resolve("alerts.yml"));
        List<String> asked = QUERIED.matcher(queries)
                .results()
                .map(name -> name.group(1))
                .filter(name -> !OF_APPLICATIONS.matcher(name).matches())
                .distinct()
                .toList();

        assertThat(asked).hasSizeGreaterThan(25);
        try (MeteredApp app = new MeteredApp()) {
            app.load();
            Await.untilAsserted(() -> assertThat(names(app.scrape())).containsAll(asked));
        }
    }

    /** The names of metrics and labels that a Prometheus reads. */
    private static Set<String> names(String exposed) {
        return Pattern.compile("\\W+").splitAsStream(exposed).collect(Collectors.toSet());
    }

    private static String page() throws IOException {
        return Files.readString(DOCS.resolve("README.md"));
    }

    private static Set<String> documented() {
        List<String> names = new ArrayList<>();
        for (ChutesObservationDocumentation observation : ChutesObservationDocumentation.values()) {
            Stream.of(observation.getLowCardinalityKeyNames(), observation.getHighCardinalityKeyNames())
                    .flatMap(Arrays::stream)
                    .map(KeyName::asString)
                    .forEach(names::add);
            Arrays.stream(observation.getEvents())
                    .map(Observation.Event::getName)
                    .forEach(names::add);
        }
        Arrays.stream(ChutesMeterDocumentation.values())
                .map(MeterDocumentation::getName)
                .forEach(names::add);
        Arrays.stream(Keys.values()).map(KeyName::asString).forEach(names::add);
        names.add(new DefaultChutesCallObservationConvention().getName());
        names.add(new DefaultChutesAttemptObservationConvention().getName());
        names.remove("http.request.method");
        return new TreeSet<>(names);
    }
}
