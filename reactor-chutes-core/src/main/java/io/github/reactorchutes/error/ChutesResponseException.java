package io.github.reactorchutes.error;

import io.github.reactorchutes.request.AcceptedMedia;
import io.github.reactorchutes.request.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The platform, or the edge in front of it, responded with something other than a video. {@link #reason()} classifies
 * the response by what the caller can do; {@link #status()}, {@link #detail()} and {@link #excerpt()} carry its
 * content.
 *
 * @since 0.1.0
 */
public final class ChutesResponseException extends ChutesException {

    /** The meaning of a response, derived from status and text because the platform sends no machine-readable code. */
    public enum Reason {
        /**
         * 400, 415, 422, 426 and every other 4xx not listed here: the request is wrong, or the chute cannot do what one
         * of its headers demands.
         */
        INVALID_REQUEST,
        /** 401: the token is missing, malformed, revoked or unknown. */
        UNAUTHENTICATED,
        /** 402: quota and balance are used up; see {@link ChutesResponseException#quotaResetsAt()}. */
        QUOTA_EXCEEDED,
        /** 402: the subscription's cap for four hours or for the month is reached, and there is no balance to go on with. */
        SUBSCRIPTION_CAP_EXCEEDED,
        /** 402 in other words: the account needs balance or another subscription for this call. Waiting does not help. */
        BALANCE_REQUIRED,
        /** 403, 407, 451, 511: the token has no permission, or the edge or a proxy on the way refused the client. */
        FORBIDDEN,
        /** 404, 405, 410: the endpoint's URL is wrong, or the chute is gone. */
        NOT_FOUND,
        /**
         * 408, 421, 425: by definition of these statuses the request was not processed. It did not arrive completely in
         * time, reached the wrong server, or came too early in a session. A fresh connection may help. A status that
         * the platform passes on from an instance is a {@code SERVER_ERROR}: the instance had the request.
         */
        NOT_PROCESSED,
        /** 409: the idempotency key was already used for a different request. */
        KEY_REUSED,
        /** 413: the request body is too large. */
        TOO_LARGE,
        /** 429: every instance is at capacity; rejected before any work. */
        CAPACITY,
        /** 429: too many requests for the edge or the account; rejected before any work. */
        RATE_LIMITED,
        /** 429: the daily limit is reached. */
        DAILY_LIMIT,
        /** 429: the platform treats a prompt sent too often as spam. Sending it again makes it worse. */
        REPEATED_PROMPT,
        /** 503: no instance is running yet; the call has triggered a start. Rejected before any work. */
        COLD_START,
        /** 503: the chute is switched off. 402: its creator cannot pay for it. */
        DISABLED,
        /**
         * Any other 5xx, and what the platform passes on from an instance with 408, 421 or 425: it is unknown whether the
         * work was done or is billed.
         */
        SERVER_ERROR,
        /** A 2xx whose content type the request does not accept, or a 3xx: redirects are not followed. */
        NOT_A_VIDEO;

        boolean isRetryable() {
            return this == NOT_PROCESSED || this == CAPACITY || this == RATE_LIMITED || this == COLD_START;
        }
    }

    /** The parsed response. */
    private final ResponseFacts facts;

    /** Why it failed. */
    private final Reason reason;

    /** Whether the call had an idempotency key. */
    private final boolean keyed;

    private ChutesResponseException(Endpoint endpoint, ResponseFacts facts, AcceptedMedia accepted, boolean keyed) {
        super(endpoint, CallPhase.FIRST_BYTE, facts.summary(accepted), null);
        this.facts = facts;
        this.reason = facts.reason();
        this.keyed = keyed;
    }

    /**
     * Create an exception for a response, with reason and detail derived from what the server sent.
     *
     * @param endpoint the endpoint that was called
     * @param status the HTTP status
     * @param headers the response headers
     * @param body the beginning of the body; only the first 4,096 bytes are used
     * @return the error
     */
    public static ChutesResponseException of(
            Endpoint endpoint, int status, Map<String, List<String>> headers, byte[] body) {
        return of(endpoint, status, headers, body, "");
    }

    /**
     * Create an exception like {@link #of(Endpoint, int, Map, byte[])}, masking the token of the request.
     *
     * @param endpoint the endpoint that was called
     * @param status the HTTP status
     * @param headers the response headers
     * @param body the beginning of the body; only the first 4,096 bytes are used
     * @param token the token that was sent; masked wherever the server repeats it
     * @return the error
     */
    public static ChutesResponseException of(
            Endpoint endpoint, int status, Map<String, List<String>> headers, byte[] body, String token) {
        return of(endpoint, status, headers, body, List.of(token));
    }

    /**
     * Create an exception like {@link #of(Endpoint, int, Map, byte[])}, masking texts of the request that must not be
     * shown.
     *
     * @param endpoint the endpoint that was called
     * @param status the HTTP status
     * @param headers the response headers
     * @param body the beginning of the body; only the first 4,096 bytes are used
     * @param sent texts that were sent, such as the token and the prompt. A text of at least 8 characters is masked
     *     where the server repeats it from its beginning. Not retained
     * @return the error
     */
    public static ChutesResponseException of(
            Endpoint endpoint, int status, Map<String, List<String>> headers, byte[] body, Collection<String> sent) {
        return of(endpoint, status, headers, body, sent, endpoint.accepted());
    }

    /**
     * Create an exception like {@link #of(Endpoint, int, Map, byte[], Collection)} for a request that accepts other media
     * than its endpoint.
     *
     * @param endpoint the endpoint that was called
     * @param status the HTTP status
     * @param headers the response headers
     * @param body the beginning of the body; only the first 4,096 bytes are used
     * @param sent texts that were sent
     * @param accepted what would have been an answer
     * @return the error
     */
    public static ChutesResponseException of(
            Endpoint endpoint,
            int status,
            Map<String, List<String>> headers,
            byte[] body,
            Collection<String> sent,
            AcceptedMedia accepted) {
        return new ChutesResponseException(endpoint, ResponseFacts.read(status, headers, body, sent), accepted, false);
    }

    /**
     * Create an exception like {@link #of(Endpoint, int, Map, byte[], Collection, AcceptedMedia)} for a call with an
     * idempotency key.
     *
     * @param endpoint the endpoint that was called
     * @param status the HTTP status
     * @param headers the response headers
     * @param body the beginning of the body; only the first 4,096 bytes are used
     * @param sent texts that were sent
     * @param accepted what would have been an answer
     * @return the error
     */
    public static ChutesResponseException ofKeyed(
            Endpoint endpoint,
            int status,
            Map<String, List<String>> headers,
            byte[] body,
            Collection<String> sent,
            AcceptedMedia accepted) {
        return new ChutesResponseException(endpoint, ResponseFacts.read(status, headers, body, sent), accepted, true);
    }

    /** {@return the HTTP status} */
    public int status() {
        return facts.status();
    }

    /** {@return the meaning of the response} */
    public Reason reason() {
        return reason;
    }

    /**
     * Return the error text of the server, unwrapped: the {@code detail} of the JSON or another usual field, such as
     * {@code message}, {@code errors} and {@code title}; the title, heading or text of an HTML page; or plain text. It
     * is one line without control characters, with token-like text and the texts that were sent masked.
     *
     * @return the detail, or {@code null} if the body has no readable text
     */
    public @Nullable String detail() {
        return facts.detail();
    }

    /**
     * Return the beginning of the body as text, at most 4,096 bytes, decoded from gzip and deflate and from its charset,
     * with token-like text and the texts that were sent masked.
     *
     * @return the excerpt; empty if the body is empty, binary or in another coding
     */
    public String excerpt() {
        return facts.excerpt();
    }

    /**
     * Return the response headers, with token-like text masked; names are case-insensitive.
     *
     * @return an unmodifiable map
     */
    public Map<String, List<String>> headers() {
        return facts.headers();
    }

    /**
     * Return the id of the chute, which a {@code COLD_START} usually states.
     *
     * @return the id, or {@code null} if absent
     */
    public @Nullable String chuteId() {
        return reason == Reason.COLD_START ? ReasonRules.coldChute(facts.detail()) : null;
    }

    /**
     * Return when the quota resets, if a 402 contains the time.
     *
     * @return the time, or {@code null} if absent
     */
    public @Nullable Instant quotaResetsAt() {
        return facts.quotaResetsAt();
    }

    /**
     * Return how long the server asked to wait: {@code Retry-After} in seconds, or as a date relative to the response's
     * {@code Date} if present, so that clocks may differ. At most 365 days; zero for a past date.
     *
     * @return the wait, or {@code null} if absent
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
     * <p>{@code true} for {@code NOT_PROCESSED}, {@code CAPACITY}, {@code RATE_LIMITED} and {@code COLD_START}; with an
     * idempotency key for {@code SERVER_ERROR} too, because the platform returns the operation that it may have started.
     */
    @Override
    public boolean isRetryable() {
        return reason.isRetryable() || (keyed && reason == Reason.SERVER_ERROR);
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@code true} for {@code SERVER_ERROR} and {@code NOT_A_VIDEO}.
     */
    @Override
    public boolean mayBeBilled() {
        return reason == Reason.SERVER_ERROR || reason == Reason.NOT_A_VIDEO;
    }
}
