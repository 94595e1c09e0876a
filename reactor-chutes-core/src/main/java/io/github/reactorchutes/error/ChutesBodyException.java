package io.github.reactorchutes.error;

import io.github.reactorchutes.request.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The video started but did not arrive completely. Do not treat the bytes received so far as a video. The generation
 * ran and is probably billed; it cannot be fetched again.
 *
 * @since 0.1.0
 */
public final class ChutesBodyException extends ChutesException {

    /** Why the body ended early. */
    public enum Reason {
        /** The connection closed or failed, fewer bytes arrived than announced, or the boxes of the MP4 do not add up. */
        TRUNCATED,
        /** The server sent nothing for longer than the idle timeout despite demand. */
        STALLED,
        /** The consumer requested nothing for longer than the consumer-idle timeout. */
        CONSUMER_IDLE,
        /** The deadline of the whole call passed. */
        DEADLINE,
        /** The bytes are text, or no MP4 can begin like them. The cause has the text's detail, if it arrived in one piece. */
        NOT_A_VIDEO,
        /** The client was closed, or its event loop shut down, while the body was being received. */
        CLIENT_CLOSED,
        /** The body was not subscribed to in time, or was released first. */
        ABANDONED
    }

    /** Why it failed. */
    private final Reason reason;

    /** The bytes that had arrived. */
    private final long bytesReceived;

    /** The platform's invocation id, if it sent one. */
    private final @Nullable String invocationId;

    /**
     * Create an exception for an incomplete body.
     *
     * @param endpoint the endpoint that was called
     * @param reason why the body ended
     * @param bytesReceived the bytes delivered to the consumer until then
     * @param invocationId the platform's invocation id, if the head contained one
     * @param message what happened, without secrets
     * @param cause the underlying failure, if any
     */
    public ChutesBodyException(
            Endpoint endpoint,
            Reason reason,
            long bytesReceived,
            @Nullable String invocationId,
            String message,
            @Nullable Throwable cause) {
        super(endpoint, CallPhase.BODY, message + " after " + bytesReceived + " bytes", cause);
        this.reason = reason;
        this.bytesReceived = bytesReceived;
        this.invocationId = invocationId;
    }

    /** {@return why the body ended} */
    public Reason reason() {
        return reason;
    }

    /** {@return how many bytes of the body were delivered to the consumer} */
    public long bytesReceived() {
        return bytesReceived;
    }

    @Override
    public @Nullable String invocationId() {
        return invocationId;
    }

    /** {@inheritDoc} Always {@code false}: the platform has done the work. */
    @Override
    public boolean isRetryable() {
        return false;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Always {@code true}: the platform has done the work.
     */
    @Override
    public boolean mayBeBilled() {
        return true;
    }
}
