package io.github.reactorchutes.management;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A successful response of the management API.
 *
 * @param status the status, 2xx
 * @param headers the headers by case-insensitive name
 * @param body the JSON; a missing node if the response has no content
 * @since 0.1.0
 */
public record Answer(int status, Map<String, List<String>> headers, JsonNode body) {

    /**
     * Return the first value of a header.
     *
     * @param name the name
     * @return the value, or {@code null} if the header is absent
     */
    public @Nullable String header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.isEmpty() ? null : values.get(0);
    }
}
