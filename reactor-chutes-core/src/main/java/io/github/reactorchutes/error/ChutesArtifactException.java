package io.github.reactorchutes.error;

import io.github.reactorchutes.request.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * An artifact of an operation did not arrive completely. Fetching an artifact is never billed. {@link #position()} bytes
 * of it were delivered; after {@link Reason#INTERRUPTED} the rest can be fetched from there.
 *
 * @since 0.1.0
 */
public final class ChutesArtifactException extends ChutesException {

    /** Why the artifact is incomplete. */
    public enum Reason {
        /** The connection broke too often in a row. */
        INTERRUPTED,
        /** Another artifact is at this place by now, or one of another size: what was delivered is not its beginning. */
        CHANGED,
        /** The server ignores the requested range or answers with another one. */
        INVALID_RANGE,
        /** The complete artifact is not a whole MP4 although it is declared as one. */
        BROKEN_VIDEO
    }

    /** Why it is incomplete. */
    private final Reason reason;

    /** The bytes that were delivered. */
    private final long position;

    /**
     * Create an exception for an artifact.
     *
     * @param endpoint the name and the URL of the artifact
     * @param reason why it is incomplete
     * @param position how many bytes of the artifact were delivered, counted from its beginning
     * @param message what happened, without secrets
     * @param cause the underlying failure, if any
     */
    public ChutesArtifactException(
            Endpoint endpoint, Reason reason, long position, String message, @Nullable Throwable cause) {
        super(endpoint, CallPhase.BODY, message + " after " + position + " bytes", cause);
        this.reason = reason;
        this.position = position;
    }

    /** {@return why the artifact is incomplete} */
    public Reason reason() {
        return reason;
    }

    /** {@return how many bytes of the artifact were delivered, counted from its beginning} */
    public long position() {
        return position;
    }

    /** {@inheritDoc} {@code true} for {@link Reason#INTERRUPTED}. */
    @Override
    public boolean isRetryable() {
        return reason == Reason.INTERRUPTED;
    }

    /** {@inheritDoc} Always {@code false}: fetching an artifact is never billed. */
    @Override
    public boolean mayBeBilled() {
        return false;
    }
}
