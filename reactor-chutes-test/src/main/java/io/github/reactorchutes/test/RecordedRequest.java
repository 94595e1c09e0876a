package io.github.reactorchutes.test;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A request that reached the emulator, and what became of it. Facts of its body and end appear as they happen.
 *
 * @since 0.1.0
 */
public final class RecordedRequest {

    private final RequestLog log;
    private final int index;
    private final long connectionId;
    private final String method;
    private final String path;
    private final Map<String, List<String>> headers;
    private final Instant arrivedAt = Instant.now();
    private final AtomicLong bytesWritten = new AtomicLong();
    private volatile RecordedBody body = RecordedBody.NONE;
    private volatile boolean replied;
    private volatile ExchangeEnd end = ExchangeEnd.IN_PROGRESS;

    RecordedRequest(RequestLog log, int index, long connectionId, HttpRequest request) {
        this.log = log;
        this.index = index;
        this.connectionId = connectionId;
        this.method = request.method().name();
        this.path = request.uri();
        this.headers = copy(request.headers());
    }

    /**
     * Returns the request's number.
     *
     * @return 0 for the first since the emulator's start or reset, in the order in which heads arrived
     */
    public int index() {
        return index;
    }

    /**
     * Returns the number of the connection that carried it.
     *
     * @return a number unique in the emulator's life
     */
    public long connectionId() {
        return connectionId;
    }

    /**
     * Returns the method.
     *
     * @return {@code POST}, say
     */
    public String method() {
        return method;
    }

    /**
     * Returns the request target.
     *
     * @return path and query as they were sent
     */
    public String path() {
        return path;
    }

    /**
     * Returns all headers, the token among them.
     *
     * @return values by name, whatever the name's case
     */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /**
     * Returns the first value of a header.
     *
     * @param name in any case
     * @return the value
     */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /**
     * Returns when the head arrived.
     *
     * @return the wall-clock time
     */
    public Instant arrivedAt() {
        return arrivedAt;
    }

    /**
     * Tells whether the whole body was read.
     *
     * @return false while it arrives, after a broken upload and after a reply before the upload
     */
    public boolean bodyComplete() {
        return body.complete;
    }

    /**
     * Returns the body's length.
     *
     * @return bytes without transfer framing, 0 until the body is complete
     */
    public long bodyLength() {
        return body.length;
    }

    /**
     * Returns the SHA-256 of the body.
     *
     * @return lower-case hex
     */
    public String bodySha256() {
        return body.sha256;
    }

    /**
     * Returns the body.
     *
     * @return its bytes, none if there are more than 1 MiB of them
     */
    public byte[] body() {
        return body.bytes.clone();
    }

    /**
     * Returns the body's fields in the order in which they were sent.
     *
     * @return the fields without an image, none if the body is no JSON object
     */
    public Map<String, @Nullable Object> json() {
        return body.json;
    }

    /**
     * Returns the image, sent as {@code image} or {@code image_b64}.
     *
     * @return facts of the image
     */
    public Optional<RecordedImage> image() {
        return Optional.ofNullable(body.image);
    }

    /**
     * Returns how the exchange ended.
     *
     * @return {@link ExchangeEnd#IN_PROGRESS} until then
     */
    public ExchangeEnd end() {
        return end;
    }

    /**
     * Waits for the end of the exchange.
     *
     * @param timeout how long at most
     * @return how it ended
     * @throws IllegalStateException if it did not end in time
     */
    public ExchangeEnd awaitEnd(Duration timeout) {
        log.await(timeout, () -> end != ExchangeEnd.IN_PROGRESS, () -> this + " has not ended");
        return end;
    }

    /**
     * Returns how much of the reply's body the socket took. A client may have seen bytes that are not counted yet: the
     * number is exact once the exchange has {@linkplain #awaitEnd ended}.
     *
     * @return bytes without chunk framing
     */
    public long bytesWritten() {
        return bytesWritten.get();
    }

    /**
     * Tells whether the connection is open now.
     *
     * @return whether it can still carry a request
     */
    public boolean connectionOpen() {
        return log.isOpen(connectionId);
    }

    @Override
    public String toString() {
        Map<String, List<String>> shown = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        shown.putAll(headers);
        shown.computeIfPresent("Authorization", (name, values) -> List.of("<redacted>"));
        return "RecordedRequest[" + index + " " + method + " " + path + ", connection=" + connectionId + ", end=" + end
                + ", headers=" + shown + "]";
    }

    void received(RecordedBody body) {
        this.body = body;
    }

    /** Notes that nothing of the reply is left to queue: from now on the client may see its end at any time. */
    void replied() {
        replied = true;
    }

    boolean isBusy() {
        return end == ExchangeEnd.IN_PROGRESS && !replied;
    }

    void written(long bytes) {
        bytesWritten.addAndGet(bytes);
    }

    boolean endedAs(ExchangeEnd end) {
        boolean first = this.end == ExchangeEnd.IN_PROGRESS;
        if (first) {
            this.end = end;
        }
        return first;
    }

    private static Map<String, List<String>> copy(HttpHeaders headers) {
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach(header ->
                copy.computeIfAbsent(header.getKey(), name -> new ArrayList<>()).add(header.getValue()));
        copy.replaceAll((name, values) -> List.copyOf(values));
        return Collections.unmodifiableMap(copy);
    }
}
