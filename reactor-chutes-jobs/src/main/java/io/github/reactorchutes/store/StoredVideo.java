package io.github.reactorchutes.store;

import java.util.Objects;

/**
 * What a store has under a key.
 *
 * @since 0.1.0
 */
public final class StoredVideo {

    private final String key;

    private final long bytes;

    private StoredVideo(String key, long bytes) {
        this.key = key;
        this.bytes = bytes;
    }

    /**
     * Describe a stored video; for implementations of {@link VideoStore}.
     *
     * @param key its key
     * @param bytes its size; not negative
     * @return the description
     * @throws IllegalArgumentException if the size is negative
     */
    public static StoredVideo of(String key, long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes must not be negative but was " + bytes);
        }
        return new StoredVideo(Objects.requireNonNull(key, "key"), bytes);
    }

    /** {@return the key} */
    public String key() {
        return key;
    }

    /** {@return the size in bytes} */
    public long bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "StoredVideo[" + key + ", " + bytes + " bytes]";
    }
}
