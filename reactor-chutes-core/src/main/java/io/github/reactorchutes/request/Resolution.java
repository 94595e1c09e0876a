package io.github.reactorchutes.request;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A resolution of the Wan 2.1 endpoints, width by height in pixels. The platform enforces this list.
 *
 * @since 0.1.0
 */
public enum Resolution {
    /** 1280 by 720 pixels. */
    LANDSCAPE_HD("1280*720"),
    /** 720 by 1280 pixels. */
    PORTRAIT_HD("720*1280"),
    /** 832 by 480 pixels, the platform's default. */
    LANDSCAPE_SD("832*480"),
    /** 480 by 832 pixels. */
    PORTRAIT_SD("480*832"),
    /** 1024 by 1024 pixels. */
    SQUARE("1024*1024");

    private final String value;

    Resolution(String value) {
        this.value = value;
    }

    /**
     * Return the resolution with this value on the wire.
     *
     * @param value such as {@code 832*480}
     * @return the resolution
     * @throws InvalidVideoRequestException if there is no such resolution
     */
    public static Resolution of(String value) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.value.equals(value))
                .findFirst()
                .orElseThrow(() -> new InvalidVideoRequestException("resolution", "must be one of " + spellings()));
    }

    private static String spellings() {
        return Arrays.stream(values()).map(Resolution::value).collect(Collectors.joining(", "));
    }

    /** {@return the value on the wire, such as {@code 832*480}} */
    public String value() {
        return value;
    }

    @Override
    public String toString() {
        return value;
    }
}
