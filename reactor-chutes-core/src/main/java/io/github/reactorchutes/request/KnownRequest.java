package io.github.reactorchutes.request;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The common part of the requests for known endpoints: the checked values of their fields. */
abstract class KnownRequest {

    private final Endpoint endpoint;
    private final Map<String, Object> fields;

    KnownRequest(Endpoint endpoint, FieldValues values) {
        this.endpoint = endpoint;
        this.fields = values.inOrder();
    }

    public final Endpoint endpoint() {
        return endpoint;
    }

    public final Map<String, Object> fields() {
        return fields;
    }

    /** {@return the description of the video} */
    public final String prompt() {
        return required("prompt", String.class);
    }

    /** {@return the description of what to avoid, or {@code null} if it is not set} */
    public final @Nullable String negativePrompt() {
        return get("negative_prompt", String.class);
    }

    /** {@return the frames per second, or {@code null} for the platform's default} */
    public final @Nullable Integer fps() {
        return integer("fps");
    }

    /** {@return the number of frames, or {@code null} for the platform's default} */
    public final @Nullable Integer frames() {
        return integer("frames");
    }

    /** {@return how closely the model follows the prompt, or {@code null} for the platform's default} */
    public final @Nullable Double guidanceScale() {
        return get("guidance_scale", Double.class);
    }

    /** {@return the seed, or {@code null} for the platform's default} */
    public final @Nullable Long seed() {
        return get("seed", Long.class);
    }

    /** {@return the fields that are not in the contract, in the order in which they are sent; unmodifiable} */
    public final Map<String, Object> extraFields() {
        Map<String, Object> extra = new LinkedHashMap<>(fields);
        endpoint.fields().forEach(known -> extra.remove(known.key()));
        return Collections.unmodifiableMap(extra);
    }

    final <T> @Nullable T get(String key, Class<T> type) {
        return type.cast(fields.get(key));
    }

    final @Nullable Integer integer(String key) {
        Long value = get(key, Long.class);
        return value == null ? null : Math.toIntExact(value);
    }

    final <T> T required(String key, Class<T> type) {
        T value = get(key, type);
        if (value == null) {
            throw new InvalidVideoRequestException(key, "is missing");
        }
        return value;
    }

    /** Return a copy of the values for a new builder. */
    final FieldValues values() {
        return FieldValues.of(endpoint.requireContract(), fields);
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof KnownRequest that && endpoint.equals(that.endpoint) && fields.equals(that.fields);
    }

    @Override
    public final int hashCode() {
        return Objects.hash(endpoint, fields);
    }

    /** Show only the length of a private text, and only the name of an extra field. */
    @Override
    public final String toString() {
        Contract contract = endpoint.requireContract();
        StringJoiner summary = new StringJoiner(", ", getClass().getSimpleName() + "[", "]");
        fields.forEach((key, value) -> {
            Field field = contract.field(key);
            summary.add(key + "=" + (field == null ? "..." : shown(field, value)));
        });
        return summary.toString();
    }

    private static Object shown(Field field, Object value) {
        return field.isPrivate() ? value.toString().length() + " chars" : value;
    }
}
