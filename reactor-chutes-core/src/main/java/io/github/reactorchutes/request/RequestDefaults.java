package io.github.reactorchutes.request;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Values for fields that requests leave unset. Not part of the API: a client's builder collects them. Not thread-safe
 * while it collects.
 *
 * @since 0.1.0
 */
public final class RequestDefaults {

    private final Map<Endpoint, Map<String, Object>> byEndpoint = new HashMap<>();

    /** Start without defaults. */
    public RequestDefaults() {}

    /** {@return a copy, to which more can be added} */
    public RequestDefaults copy() {
        RequestDefaults copy = new RequestDefaults();
        byEndpoint.forEach((endpoint, fields) -> copy.byEndpoint.put(endpoint, new LinkedHashMap<>(fields)));
        return copy;
    }

    /**
     * Add defaults, which replace earlier ones of the same fields.
     *
     * @param endpoint the endpoint
     * @param fields the values by key
     * @throws InvalidVideoRequestException if the endpoint does not accept a value, or a field has no default by nature
     */
    public void add(Endpoint endpoint, Map<String, ?> fields) {
        Map<String, Object> defaults = byEndpoint.computeIfAbsent(
                Objects.requireNonNull(endpoint, "endpoint"), first -> new LinkedHashMap<>());
        fields.forEach((key, value) -> defaults.put(key, checked(endpoint, key, value)));
    }

    private static Object checked(Endpoint endpoint, String key, Object value) {
        Contract contract = endpoint.contract();
        Field field = contract == null ? null : contract.field(key);
        if (field == null) {
            FieldValues.requireNotStream(key);
            return JsonValues.copy(key, value);
        }
        if (field.isRequired()) {
            throw new InvalidVideoRequestException(key, "differs in each request and has no default");
        }
        return field.check(value);
    }

    /**
     * Return a request with the defaults of the fields that it leaves unset.
     *
     * @param request the request
     * @return the request itself if it leaves none of them unset
     */
    public VideoRequest apply(VideoRequest request) {
        Map<String, Object> defaults = byEndpoint.getOrDefault(request.endpoint(), Map.of());
        if (defaults.isEmpty() || request.fields().keySet().containsAll(defaults.keySet())) {
            return request;
        }
        Map<String, Object> fields = new LinkedHashMap<>(defaults);
        fields.putAll(request.fields());
        return request instanceof ChuteRequest chute
                ? chute.withFields(fields)
                : VideoRequest.of(request.endpoint(), fields);
    }
}
