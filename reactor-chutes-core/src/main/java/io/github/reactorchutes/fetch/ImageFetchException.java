package io.github.reactorchutes.fetch;

import org.jspecify.annotations.Nullable;

/**
 * Signals that an image was not fetched. The message names the host and the failed rule or step, but never the path or
 * query of the URL, which may contain secrets.
 *
 * @since 0.1.0
 */
public final class ImageFetchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * The kind of failure.
     *
     * @since 0.1.0
     */
    public enum Reason {
        /** The URL violates a rule; nothing was looked up or sent. */
        URL,
        /** The host has a forbidden address; nothing was sent. */
        ADDRESS,
        /** The host was not found, was not reachable, had an invalid certificate, or broke off the response. */
        CONNECTION,
        /** The server responded with a status other than 200, such as a redirect. */
        STATUS,
        /** The image has more bytes than allowed. */
        TOO_LARGE,
        /** The response is not an image, or is incomplete. */
        NOT_AN_IMAGE,
        /** The image did not arrive completely in time. */
        TIMEOUT
    }

    /** Why it failed. */
    private final Reason reason;

    ImageFetchException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** {@return the kind of failure} */
    public Reason reason() {
        return reason;
    }
}
