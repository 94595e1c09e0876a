package io.github.reactorchutes.error;

import io.github.reactorchutes.request.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything a call can fail with. Its direct subtypes say what the caller can do:
 *
 * <ul>
 *   <li>{@link ChutesCallRejectedException}: a limit of this client refused the call
 *   <li>{@link ChutesNotSentException}: the platform never saw the request
 *   <li>{@link ChutesResponseException}: the platform answered, but not with a video
 *   <li>{@link ChutesOutcomeUnknownException}: the request was sent and no answer came; a generation may have been paid
 *   <li>{@link ChutesBodyException}: the video began and did not arrive whole
 * </ul>
 *
 * <p>The library puts no token, prompt or image into a message. What a server or a parser repeats of them is masked as far
 * as it can be recognised, in messages and in causes. Each of these can be serialized, with all it says, if its cause can.
 *
 * @since 0.1.0
 */
public abstract sealed class ChutesException extends RuntimeException
        permits ChutesCallRejectedException,
                ChutesNotSentException,
                ChutesResponseException,
                ChutesOutcomeUnknownException,
                ChutesBodyException {

    private static final int MAX_MESSAGE = 1000;

    /** What was called. */
    private final Endpoint endpoint;

    /** Where the call was. */
    private final CallPhase phase;

    ChutesException(Endpoint endpoint, CallPhase phase, String message, @Nullable Throwable cause) {
        super(endpoint.name() + ": " + MessageText.of(message, MAX_MESSAGE), MaskedCause.of(cause));
        this.endpoint = endpoint;
        this.phase = phase;
    }

    /**
     * Return the endpoint that was called.
     *
     * @return the endpoint
     */
    public Endpoint endpoint() {
        return endpoint;
    }

    /**
     * Return the phase in which the call failed.
     *
     * @return the phase
     */
    public CallPhase phase() {
        return phase;
    }

    /**
     * Return the platform's id of this invocation. Error answers carry none, so it is known for failures of the body
     * and for unexpected answers only.
     *
     * @return the id, or {@code null} when no head brought one
     */
    public @Nullable String invocationId() {
        return null;
    }

    /**
     * Say whether sending the very same request again may succeed and cannot be paid twice: the platform never saw
     * it, or rejected it before any work for a reason that passes.
     *
     * @return {@code true} if a re-send is safe and may help
     */
    public abstract boolean isRetryable();
}
