package io.github.reactorchutes.request;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A resolution of the fast image-to-video endpoint. The platform enforces this list.
 *
 * @since 0.1.0
 */
public enum FastResolution {
    /** {@code 480p}, the platform's default. */
    P480("480p"),
    /** {@code 720p}. */
    P720("720p");

    private final String value;

    FastResolution(String value) {
        this.value = value;
    }

    /**
     * Return the resolution with this value on the wire.
     *
     * @param value such as {@code 480p}
     * @return the resolution
     * @throws InvalidVideoRequestException if there is no such resolution
     */
    public static FastResolution of(String value) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.value.equals(value))
                .findFirst()
                .orElseThrow(() -> new InvalidVideoRequestException("resolution", "must be one of " + spellings()));
    }

    private static String spellings() {
        return Arrays.stream(values()).map(FastResolution::value).collect(Collectors.joining(", "));
    }

    /** {@return the value on the wire, such as {@code 480p}} */
    public String value() {
        return value;
    }

    @Override
    public String toString() {
        return value;
    }
}
