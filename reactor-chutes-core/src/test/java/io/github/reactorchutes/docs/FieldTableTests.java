package io.github.reactorchutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FieldTableTests {

    private static final Path DOCUMENT = Path.of("../docs/platform-facts.md");

    private static final String BEGIN = "<!-- fields -->\n";

    private static final String END = "<!-- /fields -->";

    @Test
    void listsEveryFieldOfEveryEndpoint() throws IOException {
        String document = Files.readString(DOCUMENT);
        String table = document.substring(document.indexOf(BEGIN) + BEGIN.length(), document.indexOf(END));
        Files.writeString(Path.of("target/field-table.md"), table());
        assertThat(table)
                .as("copy target/field-table.md into docs/platform-facts.md")
                .isEqualTo(table());
    }

    private static String table() {
        String head = row("field", Endpoint.known().stream().map(endpoint -> "`" + endpoint.name() + "`"), "");
        String rule = row("---", Endpoint.known().stream().map(endpoint -> "---"), "---");
        return Endpoint.known().stream()
                .flatMap(endpoint -> endpoint.fields().stream())
                .map(Field::key)
                .distinct()
                .map(FieldTableTests::row)
                .collect(Collectors.joining("", head + rule, ""));
    }

    private static String row(String key) {
        String description = Endpoint.known().stream()
                .flatMap(endpoint -> field(endpoint, key).stream())
                .map(Field::description)
                .findFirst()
                .orElseThrow();
        return row(
                "`" + key + "`",
                Endpoint.known().stream()
                        .map(endpoint ->
                                field(endpoint, key).map(FieldTableTests::cell).orElse("")),
                description);
    }

    private static String row(String key, Stream<String> cells, String description) {
        return "| " + key + " | " + cells.collect(Collectors.joining(" | ")) + " | " + description + " |\n";
    }

    private static Optional<Field> field(Endpoint endpoint, String key) {
        return endpoint.fields().stream()
                .filter(field -> field.key().equals(key))
                .findFirst();
    }

    private static String cell(Field field) {
        return Stream.of(kind(field), bounds(field), choices(field), byDefault(field))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String kind(Field field) {
        return switch (field.type()) {
            case TEXT -> field.isRequired() ? "required" : "optional";
            case IMAGE -> field.takesUrl() ? "required, data or URL" : "required, data";
            case INTEGER -> field.max() == null ? "any integer" : "";
            case BOOLEAN -> "`true`, `false`";
            case DECIMAL, CHOICE -> "";
        };
    }

    private static String bounds(Field field) {
        String unit = field.type() == Field.Type.TEXT ? " characters" : "";
        String advertised = field.isEnforced() ? "" : " advertised";
        return field.max() == null ? "" : field.min() + " to " + field.max() + unit + advertised;
    }

    private static String choices(Field field) {
        return field.choices().stream().map(choice -> "`" + choice + "`").collect(Collectors.joining(", "));
    }

    private static String byDefault(Field field) {
        return field.defaultValue() == null ? "" : "default `" + field.defaultValue() + "`";
    }
}
