package io.github.reactorchutes.exchange;

import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.VideoRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One call in the filter chain: the request and how to send it. Immutable.
 *
 * @since 0.1.0
 */
public final class ChutesCall {

    private final String id;

    private final @Nullable String client;

    private final VideoRequest request;

    private final int attempt;

    private final Map<String, String> headers;

    private final @Nullable String idempotencyKey;

    private final @Nullable Duration firstByteTimeout;

    private final @Nullable Deadline deadline;

    private final CallListener listener;

    private ChutesCall(
            String id,
            @Nullable String client,
            VideoRequest request,
            int attempt,
            Map<String, String> headers,
            @Nullable String idempotencyKey,
            @Nullable Duration firstByteTimeout,
            @Nullable Deadline deadline,
            CallListener listener) {
        this.id = id;
        this.client = client;
        this.request = request;
        this.attempt = attempt;
        this.headers = headers;
        this.idempotencyKey = idempotencyKey;
        this.firstByteTimeout = firstByteTimeout;
        this.deadline = deadline;
        this.listener = listener;
    }

    /**
     * Create a call.
     *
     * @param request what to generate
     * @return the call, in its first attempt
     */
    public static ChutesCall of(VideoRequest request) {
        return of(request, null);
    }

    /**
     * Create a call of a client.
     *
     * @param request what to generate
     * @param client the name of the client, or {@code null} if it has none
     * @return the call, in its first attempt
     */
    public static ChutesCall of(VideoRequest request, @Nullable String client) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        return new ChutesCall(
                id,
                client,
                Objects.requireNonNull(request, "request"),
                1,
                Map.of(),
                null,
                null,
                null,
                CallListener.NONE);
    }

    /**
     * {@return a short random id of this call, shared by all of its attempts and log lines}
     */
    public String id() {
        return id;
    }

    /** {@return the name of the client that makes the call, or {@code null} if it has none} */
    public @Nullable String clientName() {
        return client;
    }

    /** {@return the request} */
    public VideoRequest request() {
        return request;
    }

    /** {@return the endpoint to call} */
    public Endpoint endpoint() {
        return request.endpoint();
    }

    /** {@return the number of this attempt, from 1} */
    public int attempt() {
        return attempt;
    }

    /**
     * Return the headers that filters added.
     *
     * @return an unmodifiable map
     */
    public Map<String, String> headers() {
        return headers;
    }

    /**
     * Return the key with which this call starts an operation. The platform starts one operation for one key, so such a
     * call can be sent again when its outcome is unknown.
     *
     * @return the key, or {@code null} for every other call
     */
    public @Nullable String idempotencyKey() {
        return idempotencyKey;
    }

    /**
     * Return the timeout for the first byte of this call.
     *
     * @return the timeout, or {@code null} for the client's
     */
    public @Nullable Duration firstByteTimeout() {
        return firstByteTimeout;
    }

    /**
     * Return the deadline of the whole call, including all attempts and the body.
     *
     * @return the deadline, or {@code null} if there is none
     */
    public @Nullable Deadline deadline() {
        return deadline;
    }

    /**
     * Return the listener to the phases of this call.
     *
     * @return the listener, possibly one that does nothing
     */
    public CallListener listener() {
        return listener;
    }

    /**
     * Return this call with another attempt number.
     *
     * @param number the number, from 1
     * @return the changed call
     */
    public ChutesCall withAttempt(int number) {
        return new ChutesCall(
                id, client, request, number, headers, idempotencyKey, firstByteTimeout, deadline, listener);
    }

    /**
     * Return this call with one more header.
     *
     * @param name the header's name; the client's own headers cannot be set
     * @param value the value: visible ASCII and spaces
     * @return the changed call
     * @throws IllegalArgumentException if the name is reserved, or name or value is invalid
     */
    public ChutesCall withHeader(String name, String value) {
        HeaderRules.check(name, value);
        Map<String, String> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        changed.putAll(headers);
        changed.put(name, value);
        return new ChutesCall(
                id,
                client,
                request,
                attempt,
                Collections.unmodifiableMap(changed),
                idempotencyKey,
                firstByteTimeout,
                deadline,
                listener);
    }

    /**
     * Check an idempotency key.
     *
     * @param key the key
     * @throws IllegalArgumentException if it does not have 1 to 255 visible ASCII characters without spaces
     */
    public static void requireValidKey(String key) {
        HeaderRules.requireKey(key);
    }

    /**
     * Return this call as the start of an operation: it carries the key in {@code Idempotency-Key}, and an accepted
     * operation is an answer to it.
     *
     * @param key 1 to 255 visible ASCII characters without spaces
     * @return the changed call
     * @throws IllegalArgumentException if the key is not valid
     */
    public ChutesCall withIdempotencyKey(String key) {
        return new ChutesCall(
                id,
                client,
                request,
                attempt,
                headers,
                HeaderRules.requireKey(key),
                firstByteTimeout,
                deadline,
                listener);
    }

    /**
     * Return this call with its own timeout for the first byte, which includes the whole generation.
     *
     * @param timeout the maximum time from the sent request to the head; positive
     * @return the changed call
     */
    public ChutesCall withFirstByteTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("firstByteTimeout must be positive but was " + timeout);
        }
        return new ChutesCall(id, client, request, attempt, headers, idempotencyKey, timeout, deadline, listener);
    }

    /**
     * Return this call with a deadline, unless it already has an earlier one.
     *
     * @param latest the deadline
     * @return the changed call
     */
    public ChutesCall withDeadline(Deadline latest) {
        Deadline earlier = deadline == null ? latest : deadline.earlier(latest);
        return new ChutesCall(
                id, client, request, attempt, headers, idempotencyKey, firstByteTimeout, earlier, listener);
    }

    /**
     * Return this call with an additional listener to its phases.
     *
     * @param another the listener, called after the existing ones
     * @return the changed call
     */
    public ChutesCall withListener(CallListener another) {
        return new ChutesCall(
                id,
                client,
                request,
                attempt,
                headers,
                idempotencyKey,
                firstByteTimeout,
                deadline,
                new CallListeners(listener, another));
    }

    @Override
    public String toString() {
        String of = client == null ? "" : " of client " + client;
        return "ChutesCall[" + id + " " + endpoint().name() + of + ", attempt " + attempt + "]";
    }
}
