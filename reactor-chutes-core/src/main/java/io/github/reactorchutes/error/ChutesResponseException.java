package io.github.reactorchutes.error;

import io.github.reactorchutes.request.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The platform, or the edge before it, answered with something that is no video. {@link #reason()} sorts the answers
 * by what the caller can do; {@link #status()}, {@link #detail()} and {@link #excerpt()} carry what was said.
 *
 * @since 0.1.0
 */
public final class ChutesResponseException extends ChutesException {

    /** What an answer means. The platform has no machine-readable code: this is read off status and text. */
    public enum Reason {
        /**
         * 400, 415, 422, 426 and every other 4xx without an entry of its own: the request is wrong, or the chute cannot do
         * what a header of it demands.
         */
        INVALID_REQUEST,
        /** 401: the token is missing, malformed, revoked or unknown. */
        UNAUTHENTICATED,
        /** 402: quota and balance, or the cap of the subscription, are used up; see {@link ChutesResponseException#quotaResetsAt()}. */
        QUOTA_EXCEEDED,
        /** 403, 407, 451, 511: the token has no permission, or the edge or a proxy on the way refused the client. */
        FORBIDDEN,
        /** 404, 405, 410: the endpoint's URL is wrong, or the chute is gone. */
        NOT_FOUND,
        /**
         * 408, 421, 425: by the definition of the status the request was not processed: it did not wholly arrive in time,
         * came to the wrong server, or came too early in a session. A fresh connection may help.
         */
        NOT_PROCESSED,
        /** 413: the request body is too large. */
        TOO_LARGE,
        /** 429: every instance is busy; rejected before any work. */
        AT_CAPACITY,
        /** 429: too many requests for the edge or the account; rejected before any work. */
        RATE_LIMITED,
        /** 429: the limit of the day is reached. */
        DAILY_LIMIT,
        /** 429: the same prompt was sent too often, which the platform takes for spam. Sending it again makes it worse. */
        REPEATED_PROMPT,
        /** 503: no instance is up yet; the call itself asked for one. Rejected before any work. */
        COLD,
        /** 503: the chute is switched off. */
        DISABLED,
        /** Any other 5xx: whether the work was done, or is billed, is unknown. */
        SERVER_ERROR,
        /** A 2xx that is no {@code video/mp4}, or a 3xx: no redirect is ever followed. */
        NOT_A_VIDEO;

        boolean isRetryable() {
            return this == NOT_PROCESSED || this == AT_CAPACITY || this == RATE_LIMITED || this == COLD;
        }
    }

    /** What was answered. */
    private final ResponseFacts facts;

    /** Why it failed. */
    private final Reason reason;

    private ChutesResponseException(Endpoint endpoint, ResponseFacts facts) {
        super(endpoint, CallPhase.FIRST_BYTE, facts.summary(), null);
        this.facts = facts;
        this.reason = facts.reason();
    }

    /**
     * Create the error of an answer, reading its reason and detail from what the server sent.
     *
     * @param endpoint the endpoint that was called
     * @param status the HTTP status
     * @param headers the response headers
     * @param body the beginning of the body; at most 4,096 bytes are looked at
     * @return the error
     */
    public static ChutesResponseException of(
            Endpoint endpoint, int status, Map<String, List<String>> headers, byte[] body) {
        return of(endpoint, status, headers, body, "");
    }

    /**
     * Create the error of an answer, as {@link #of(Endpoint, int, Map, byte[])} does, to a request with a token.
     *
     * @param endpoint the endpoint that was called
     * @param status the HTTP status
     * @param headers the response headers
     * @param body the beginning of the body; at most 4,096 bytes are looked at
     * @param token the token that was sent; wherever the server repeats it, it is masked
     * @return the error
     */
    public static ChutesResponseException of(
            Endpoint endpoint, int status, Map<String, List<String>> headers, byte[] body, String token) {
        return of(endpoint, status, headers, body, List.of(token));
    }

    /**
     * Create the error of an answer, as {@link #of(Endpoint, int, Map, byte[])} does, to a request of which some texts must
     * not be shown.
     *
     * @param endpoint the endpoint that was called
     * @param status the HTTP status
     * @param headers the response headers
     * @param body the beginning of the body; at most 4,096 bytes are looked at
     * @param sent what was sent, such as the token and the prompt; where the server repeats one of at least 8 characters
     *     from its beginning on, it is masked; not held
     * @return the error
     */
    public static ChutesResponseException of(
            Endpoint endpoint, int status, Map<String, List<String>> headers, byte[] body, Collection<String> sent) {
        return new ChutesResponseException(endpoint, ResponseFacts.read(status, headers, body, sent));
    }

    /**
     * Return the HTTP status.
     *
     * @return the status code
     */
    public int status() {
        return facts.status();
    }

    /**
     * Return what the answer means.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Return what the server said, freed from its wrapping: the {@code detail} of the JSON or what else is usual, such as
     * {@code message}, {@code errors} and {@code title}, the title, the heading or the words of an HTML page, a plain text.
     * One line without control characters, with what looks like a token, and what was sent, masked.
     *
     * @return the detail, or {@code null} if the body said nothing readable
     */
    public @Nullable String detail() {
        return facts.detail();
    }

    /**
     * Return the beginning of the body as text, at most 4,096 bytes, decoded from gzip and deflate and from its charset,
     * with anything that looks like a token, and what was sent, masked.
     *
     * @return the excerpt; empty if the body is, or if it is binary or in another coding
     */
    public String excerpt() {
        return facts.excerpt();
    }

    /**
     * Return the response headers, with anything that looks like a token masked; names are case-insensitive.
     *
     * @return an unmodifiable map
     */
    public Map<String, List<String>> headers() {
        return facts.headers();
    }

    /**
     * Return when the quota is reset, as a 402 may say.
     *
     * @return the time, or {@code null} if it was not said
     */
    public @Nullable Instant quotaResetsAt() {
        return facts.quotaResetsAt();
    }

    /**
     * Return how long the server asked to wait: {@code Retry-After} in seconds, or as a date, which counts from the
     * answer's own {@code Date} if it has one, so that clocks may differ. At most 365 days; a date of the past is zero.
     *
     * @return the wait, or {@code null} if it was not said
     */
    public @Nullable Duration retryAfter() {
        return facts.retryAfter();
    }

    @Override
    public @Nullable String invocationId() {
        return facts.invocationId();
    }

    /**
     * {@inheritDoc}
     *
     * <p>True for {@code NOT_PROCESSED}, {@code AT_CAPACITY}, {@code RATE_LIMITED} and {@code COLD}.
     */
    @Override
    public boolean isRetryable() {
        return reason.isRetryable();
    }
}
