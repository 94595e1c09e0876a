package io.github.reactorchutes.error;

import io.github.reactorchutes.request.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The video began and did not arrive whole. What was received so far must not be taken for a video. The generation
 * ran and is likely billed; it cannot be fetched again.
 *
 * @since 0.1.0
 */
public final class ChutesBodyException extends ChutesException {

    /** Why the body ended early. */
    public enum Reason {
        /** The connection closed or failed, or fewer bytes came than were announced. */
        TRUNCATED,
        /** The server sent nothing for longer than the idle time-out although the consumer was asking. */
        STALLED,
        /** The consumer asked for nothing for longer than the consumer-idle time-out. */
        CONSUMER_IDLE,
        /** The deadline of the whole call passed. */
        DEADLINE,
        /** The bytes are no MP4, although the head announced one. */
        NOT_A_VIDEO,
        /** The client was closed, or its event loop shut down, while the body was being received. */
        CLIENT_CLOSED,
        /** Nobody subscribed to the body in time, or it was released before. */
        ABANDONED
    }

    /** Why it failed. */
    private final Reason reason;

    /** The bytes that had arrived. */
    private final long bytesReceived;

    /** The platform's id of the invocation, if it told one. */
    private final @Nullable String invocationId;

    /**
     * Create the error of a broken body.
     *
     * @param endpoint the endpoint that was called
     * @param reason why the body ended
     * @param bytesReceived the bytes handed to the consumer before that
     * @param invocationId the platform's id of the invocation, if the head brought one
     * @param message what happened, without any secret
     * @param cause the underlying failure, if there is one
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

    /**
     * Return why the body ended.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Return how many bytes of the body were handed to the consumer.
     *
     * @return the number of bytes
     */
    public long bytesReceived() {
        return bytesReceived;
    }

    @Override
    public @Nullable String invocationId() {
        return invocationId;
    }

    /** {@inheritDoc} Always false: the work was done. */
    @Override
    public boolean isRetryable() {
        return false;
    }
}
