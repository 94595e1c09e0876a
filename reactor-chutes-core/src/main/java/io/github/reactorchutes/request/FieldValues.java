package io.github.reactorchutes.request;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one request as they go over the wire, except the image: known ones in the order of the contract, then
 * extra ones in the order they were added. A request never changes the values it holds; a builder does.
 */
final class FieldValues {

    /** A truthy {@code stream} makes the platform answer an event stream instead of a video. */
    static final String STREAM = "stream";

    private static final Pattern EXTRA_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    private final List<String> keys;
    private final @Nullable String imageKey;
    private final Map<String, Object> known;
    private final Map<String, Object> extra;

    FieldValues(List<String> keys, @Nullable String imageKey) {
        this(keys, imageKey, Map.of(), Map.of());
    }

    private FieldValues(
            List<String> keys, @Nullable String imageKey, Map<String, Object> known, Map<String, Object> extra) {
        this.keys = keys;
        this.imageKey = imageKey;
        this.known = new HashMap<>(known);
        this.extra = new LinkedHashMap<>(extra);
    }

    FieldValues copy() {
        return new FieldValues(keys, imageKey, known, extra);
    }

    void set(String key, Object value) {
        known.put(key, value);
    }

    void setExtra(String name, @Nullable Object value) {
        if (!EXTRA_NAME.matcher(name).matches()) {
            throw new InvalidVideoRequestException("extra field", "must have a name that matches " + EXTRA_NAME);
        }
        if (keys.contains(name) || name.equals(imageKey)) {
            throw new InvalidVideoRequestException(name, "is no extra field: the builder has a method for it");
        }
        requireNotStream(name);
        extra.put(name, JsonValues.copy(name, value));
    }

    static void requireNotStream(String name) {
        if (name.equals(STREAM)) {
            throw new InvalidVideoRequestException(
                    STREAM, "must not be sent: the answer would turn from a video into an event stream");
        }
    }

    String text(String key) {
        String value = get(key, String.class);
        if (value == null) {
            throw new IllegalStateException(key + " is not set");
        }
        return value;
    }

    <T> @Nullable T get(String key, Class<T> type) {
        return type.cast(known.get(key));
    }

    Map<String, Object> extra() {
        return Collections.unmodifiableMap(extra);
    }

    Map<String, Object> inOrder(@Nullable Image image) {
        Map<String, Object> ordered = new LinkedHashMap<>();
        for (String key : keys) {
            Object value = known.get(key);
            if (value != null) {
                ordered.put(key, value);
            }
        }
        ordered.putAll(extra);
        if (imageKey != null && image != null) {
            ordered.put(imageKey, image);
        }
        return Collections.unmodifiableMap(ordered);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldValues that && known.equals(that.known) && extra.equals(that.extra);
    }

    @Override
    public int hashCode() {
        return 31 * known.hashCode() + extra.hashCode();
    }

    /** Return the fields without their secrets: of a prompt its length, of an extra field its name. */
    @Override
    public String toString() {
        StringJoiner summary = new StringJoiner(", ");
        for (String key : keys) {
            Object value = known.get(key);
            if (value != null) {
                summary.add(
                        key + "=" + (key.endsWith("prompt") ? value.toString().length() + " chars" : value));
            }
        }
        extra.keySet().forEach(name -> summary.add(name + "=..."));
        return summary.toString();
    }
}
