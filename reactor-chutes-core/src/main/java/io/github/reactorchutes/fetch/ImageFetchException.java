package io.github.reactorchutes.fetch;

import org.jspecify.annotations.Nullable;

/**
 * Signals an image that was not fetched. The message names the host and the rule or the step that failed, never the
 * path or the query of the URL, which may hold secrets.
 *
 * @since 0.1.0
 */
public final class ImageFetchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * What went wrong.
     *
     * @since 0.1.0
     */
    public enum Reason {
        /** The URL breaks a rule; nothing was looked up or sent. */
        URL,
        /** The host has an address that must not be connected to; nothing was sent. */
        ADDRESS,
        /** The host was not found, not connected to, not proved by its certificate, or broke the answer off. */
        CONNECTION,
        /** The server answered with another status than 200, a redirect among them. */
        STATUS,
        /** The image has more bytes than allowed. */
        TOO_LARGE,
        /** What came is no image, or the beginning of one. */
        NOT_AN_IMAGE,
        /** The image had not wholly arrived in time. */
        TIMEOUT
    }

    /** Why it failed. */
    private final Reason reason;

    ImageFetchException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** {@return what went wrong} */
    public Reason reason() {
        return reason;
    }
}
