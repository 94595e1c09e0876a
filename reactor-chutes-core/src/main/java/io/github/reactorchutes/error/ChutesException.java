package io.github.reactorchutes.error;

import io.github.reactorchutes.request.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The root of all failures of a call. Its direct subtypes correspond to what the caller can do:
 *
 * <ul>
 *   <li>{@link ChutesCallRejectedException}: a limit of this client rejected the call
 *   <li>{@link ChutesNotSentException}: the platform did not receive the request
 *   <li>{@link ChutesResponseException}: the platform responded, but not with a video
 *   <li>{@link ChutesOutcomeUnknownException}: the request was sent but no response arrived; a generation may be billed
 *   <li>{@link ChutesBodyException}: the video started but did not arrive completely
 *   <li>{@link ChutesArtifactException}: an artifact of an operation did not arrive completely
 *   <li>{@link ChutesQueryException}: a query of the catalogue, the account, a warm-up or an operation got no usable
 *       response
 * </ul>
 *
 * <p>The library never puts a token, prompt or image into a message. Where a server or a parser repeats one, it is
 * masked as far as it can be recognised, in messages and in causes. Each exception is serializable with all its fields
 * if its cause is.
 *
 * @since 0.1.0
 */
public abstract sealed class ChutesException extends RuntimeException
        permits ChutesCallRejectedException,
                ChutesNotSentException,
                ChutesResponseException,
                ChutesOutcomeUnknownException,
                ChutesBodyException,
                ChutesArtifactException,
                ChutesQueryException {

    private static final int MAX_MESSAGE = 1000;

    /** The called endpoint. */
    private final Endpoint endpoint;

    /** The phase in which the call failed. */
    private final CallPhase phase;

    ChutesException(Endpoint endpoint, CallPhase phase, String message, @Nullable Throwable cause) {
        super(endpoint.name() + ": " + MessageText.of(message, MAX_MESSAGE), MaskedCause.of(cause));
        this.endpoint = endpoint;
        this.phase = phase;
    }

    /** {@return the endpoint that was called} */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** {@return the phase in which the call failed} */
    public CallPhase phase() {
        return phase;
    }

    /**
     * Return the platform's id of this invocation. Error responses do not carry one, so it is present only for failures
     * of the body and for unexpected responses.
     *
     * @return the id, or {@code null} if no head contained one
     */
    public @Nullable String invocationId() {
        return null;
    }

    /**
     * Return whether sending the same request again may succeed and cannot be billed twice: the platform did not
     * receive it, or rejected it before any work for a temporary reason.
     *
     * @return {@code true} if sending again is safe and may succeed
     */
    public abstract boolean isRetryable();

    /**
     * Return whether the platform may have done the work of this call, and may bill it. Unless {@link #isRetryable()} is
     * true, {@code false} does not mean that sending the request again would succeed.
     *
     * @return {@code false} if the call certainly cost nothing
     */
    public abstract boolean mayBeBilled();
}
