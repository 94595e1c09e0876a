package io.github.reactorchutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.transport.TransportConfig;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the settings in the README with the builder's methods and the values that a fresh builder sets. */
class SettingsTableTests {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[a-z]\\w+`(?:, `\\w+`)*) \\|([^|]*)\\|");

    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    private static final Pattern AMOUNT = Pattern.compile("(\\d+) (s|min|KiB|MiB)");

    @Test
    void listsEachMethodOfTheBuilder() throws IOException {
        Set<String> methods = Stream.of(ChutesClient.Builder.class.getMethods())
                .map(Method::getName)
                .filter(name -> !name.equals("build"))
                .collect(Collectors.toSet());

        assertThat(defaults().keySet()).isEqualTo(methods);
    }

    @Test
    void printsTheValuesOfAFreshBuilder() throws IOException, ReflectiveOperationException {
        Map<String, Object> printed = new TreeMap<>();
        defaults().forEach((name, text) -> printed.put(name, value(text)));
        Map<String, Object> set = valuesOfAFreshBuilder();

        assertThat(set).hasSizeGreaterThan(12);
        assertThat(printed).containsAllEntriesOf(set);
    }

    @Test
    void printsThatInsecureHttpIsOff() throws IOException {
        DefaultChutesClientBuilder builder = new DefaultChutesClientBuilder();
        builder.apiToken("any").baseUrl(URI.create("http://example.com"));

        assertThat(defaults()).containsEntry("allowInsecureHttp", "false");
        assertThatThrownBy(builder::transportConfig).isInstanceOf(IllegalArgumentException.class);
    }

    private static Map<String, Object> valuesOfAFreshBuilder() throws ReflectiveOperationException {
        Map<String, Object> values = new HashMap<>(valuesOf(config()));
        values.putAll(valuesOf(config().connections()));
        return values;
    }

    private static Map<String, Object> valuesOf(Record settings) throws ReflectiveOperationException {
        Map<String, Object> values = new HashMap<>();
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            if (component.getType().isPrimitive() || component.getType() == Duration.class) {
                values.put(component.getName(), normal(component.getAccessor().invoke(settings)));
            }
        }
        return values;
    }

    private static TransportConfig config() {
        DefaultChutesClientBuilder builder = new DefaultChutesClientBuilder();
        builder.apiToken("any");
        return builder.transportConfig();
    }

    private static Object normal(Object value) {
        return value instanceof Number number ? number.longValue() : value;
    }

    private static Object value(String text) {
        Matcher amount = AMOUNT.matcher(text);
        if (!amount.matches()) {
            return text.matches("\\d+")
                    ? Long.valueOf(text)
                    : text.matches("true|false") ? Boolean.valueOf(text) : text;
        }
        long number = Long.parseLong(amount.group(1));
        return switch (amount.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "min" -> Duration.ofMinutes(number);
            case "KiB" -> number * 1024;
            default -> number * 1024 * 1024;
        };
    }

    private static Map<String, String> defaults() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        int begin = readme.indexOf("| `ChutesClient.builder()` |");
        assertThat(begin).isPositive();
        Map<String, String> defaults = new LinkedHashMap<>();
        Matcher row = ROW.matcher(readme.substring(begin, readme.indexOf("\n\n", begin)));
        while (row.find()) {
            names(row.group(1)).forEach(name -> defaults.put(name, row.group(2).strip()));
        }
        return defaults;
    }

    private static List<String> names(String cell) {
        return NAME.matcher(cell).results().map(name -> name.group(1)).toList();
    }
}
