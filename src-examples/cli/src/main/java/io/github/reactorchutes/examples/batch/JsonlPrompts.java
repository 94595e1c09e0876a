package io.github.reactorchutes.examples.batch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.type.TypeReference;

/** Reads one JSON object per line and skips blank lines. */
final class JsonlPrompts implements PromptFormat.PromptReader {

    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    @Override
    public void read(String text, Consumer<PromptLine> lines, LineProblems problems) {
        long number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank()) {
                read(number, line, lines, problems);
            }
        }
    }

    private static void read(long number, String line, Consumer<PromptLine> lines, LineProblems problems) {
        try {
            Map<String, @Nullable Object> object = Json.MAPPER.readValue(line, OBJECT);
            if (object == null) {
                problems.add(number, "the line", "is not a JSON object but null");
            } else {
                lines.accept(new PromptLine(number, values(number, object, problems)));
            }
        } catch (JacksonException notAnObject) {
            problems.add(number, "the line", "is not a JSON object" + place(notAnObject));
        }
    }

    private static Map<String, Object> values(
            long number, Map<String, @Nullable Object> object, LineProblems problems) {
        Map<String, Object> values = new LinkedHashMap<>();
        object.forEach((name, value) -> {
            if (!PromptFields.isKnown(name)) {
                problems.add(number, "'" + name + "'", "is not a field of any endpoint");
            } else if (value != null && !value.equals("")) {
                values.put(name, value);
            }
        });
        return values;
    }

    /** The parser's own message may quote the line. */
    private static String place(JacksonException error) {
        TokenStreamLocation location = error.getLocation();
        return location == null || location.getColumnNr() < 1 ? "" : ", see column " + location.getColumnNr();
    }
}
