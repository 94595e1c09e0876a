package io.github.reactorchutes.operation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One result of an operation, such as a video. {@link Operations#artifact(String, int)} fetches it.
 *
 * <p><b>Experimental.</b> May change incompatibly in any release.
 *
 * @since 0.1.0
 */
public final class OperationArtifact {

    private final int index;

    private final String kind;

    private final @Nullable String contentType;

    private final @Nullable Long bytes;

    private final @Nullable Instant expiresAt;

    private final boolean available;

    OperationArtifact(
            int index,
            String kind,
            @Nullable String contentType,
            @Nullable Long bytes,
            @Nullable Instant expiresAt,
            boolean available) {
        this.index = index;
        this.kind = kind;
        this.contentType = contentType;
        this.bytes = bytes;
        this.expiresAt = expiresAt;
        this.available = available;
    }

    /** {@return the index within the operation, from 0} */
    public int index() {
        return index;
    }

    /** {@return what it is in the words of the platform, such as {@code video}} */
    public String kind() {
        return kind;
    }

    /** {@return its media type, or {@code null} if the platform does not state it} */
    public @Nullable String contentType() {
        return contentType;
    }

    /** {@return its size in bytes, or {@code null} if the platform does not state it} */
    public @Nullable Long bytes() {
        return bytes;
    }

    /** {@return until when it can be fetched, or {@code null} if the platform does not state it} */
    public @Nullable Instant expiresAt() {
        return expiresAt;
    }

    /** {@return whether it can be fetched, as far as the platform knows} */
    public boolean isAvailable() {
        return available;
    }

    @Override
    public String toString() {
        return "OperationArtifact[" + index + ", " + kind + ", " + contentType + ", " + bytes + " bytes]";
    }
}
