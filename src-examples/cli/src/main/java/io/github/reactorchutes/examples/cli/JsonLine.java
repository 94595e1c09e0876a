package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.examples.batch.Locales;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes a report for scripts, which is ASCII where standard output is not UTF-8. */
final class JsonLine {

    private static final JsonMapper JSON = JsonMapper.builder()
            .configure(
                    JsonWriteFeature.ESCAPE_NON_ASCII,
                    !Locales.charsetOf("stdout").equals(StandardCharsets.UTF_8))
            .build();

    private JsonLine() {}

    static String of(Map<String, ? extends @Nullable Object> report) {
        return JSON.writeValueAsString(report);
    }
}
