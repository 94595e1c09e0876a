package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.Field;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.request.VideoRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/** Converts a line to a request of an endpoint field by field, so that all of its problems are found. */
final class LineRequest {

    private final Endpoint endpoint;

    private final Map<String, Object> values;

    private LineRequest(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.values = placeholders(endpoint);
    }

    /** Return the request, with placeholders for missing and invalid values of an invalid line. */
    static VideoRequest read(Endpoint endpoint, LineFields line) {
        LineRequest request = new LineRequest(endpoint);
        for (Field field : endpoint.fields()) {
            if (field.type() == Field.Type.IMAGE) {
                line.image(image -> request.values.put(field.key(), field.check(image)));
            } else {
                line.value(field, value -> request.values.put(field.key(), value));
            }
        }
        line.rest(endpoint.name(), request::addExtra);
        return VideoRequest.of(endpoint, request.values);
    }

    private void addExtra(String name, Object value) {
        if (endpoint.fields().stream().anyMatch(field -> field.key().equals(name))) {
            throw new InvalidVideoRequestException(
                    name, "is a field of " + endpoint.name() + "; use it without the prefix");
        }
        Map<String, Object> alone = placeholders(endpoint);
        alone.put(name, value);
        VideoRequest.of(endpoint, alone);
        values.put(name, value);
    }

    private static Map<String, Object> placeholders(Endpoint endpoint) {
        Map<String, Object> placeholders = new LinkedHashMap<>();
        endpoint.fields().stream()
                .filter(Field::isRequired)
                .forEach(field -> placeholders.put(
                        field.key(), field.type() == Field.Type.IMAGE ? Image.verbatim("none") : "prompt"));
        return placeholders;
    }
}
