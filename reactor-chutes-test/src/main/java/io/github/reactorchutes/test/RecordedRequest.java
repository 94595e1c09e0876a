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
 * A request received by the emulator, and its outcome. Facts about its body and end appear as they occur.
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
     * Return the request's number.
     *
     * @return 0 for the first since the emulator's start or reset, in the order in which heads arrived
     */
    public int index() {
        return index;
    }

    /** {@return the number of the connection that carried it, unique within the emulator} */
    public long connectionId() {
        return connectionId;
    }

    /** {@return the method, such as {@code POST}} */
    public String method() {
        return method;
    }

    /** {@return the request target: path and query as sent} */
    public String path() {
        return path;
    }

    /**
     * Return all headers, including the token.
     *
     * @return values by name, whatever the name's case
     */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /**
     * Return the first value of a header.
     *
     * @param name the name, case-insensitive
     * @return the value
     */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** {@return the wall-clock time at which the head arrived} */
    public Instant arrivedAt() {
        return arrivedAt;
    }

    /**
     * Return whether the whole body was read.
     *
     * @return false while it arrives, after a broken upload and after a reply before the upload
     */
    public boolean bodyComplete() {
        return body.complete;
    }

    /**
     * Return the body's length.
     *
     * @return bytes without transfer framing, 0 until the body is complete
     */
    public long bodyLength() {
        return body.length;
    }

    /** {@return the SHA-256 of the body in lower-case hex} */
    public String bodySha256() {
        return body.sha256;
    }

    /**
     * Return the body.
     *
     * @return its bytes; empty if they exceed 1 MiB
     */
    public byte[] body() {
        return body.bytes.clone();
    }

    /**
     * Return the body's fields in the order sent.
     *
     * @return the fields without images; empty if the body is not a JSON object
     */
    public Map<String, @Nullable Object> json() {
        return body.json;
    }

    /**
     * Return the first image, sent as {@code image}, {@code image_b64} or under a longer name, such as
     * {@code first_image_b64}.
     *
     * @return facts of the image
     */
    public Optional<RecordedImage> image() {
        return body.images.stream().findFirst();
    }

    /** {@return the facts of all images, in the order sent} */
    public List<RecordedImage> images() {
        return body.images;
    }

    /** {@return how the exchange ended, {@link ExchangeEnd#IN_PROGRESS} until then} */
    public ExchangeEnd end() {
        return end;
    }

    /**
     * Wait for the end of the exchange.
     *
     * @param timeout the maximum wait
     * @return the end
     * @throws IllegalStateException if it did not end in time
     */
    public ExchangeEnd awaitEnd(Duration timeout) {
        log.await(timeout, () -> end != ExchangeEnd.IN_PROGRESS, () -> this + " is still in progress");
        return end;
    }

    /**
     * Return how many bytes of the reply's body the socket accepted. The number may lag behind the client; it is exact
     * once the exchange has {@linkplain #awaitEnd ended}.
     *
     * @return bytes without chunk framing
     */
    public long bytesWritten() {
        return bytesWritten.get();
    }

    /**
     * Return whether the connection is open now.
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

    /** Return scheme and authority as the client sees them. */
    String origin() {
        return log.scheme() + "://" + header("Host").orElse("localhost");
    }

    void received(RecordedBody body) {
        this.body = body;
    }

    /** Record that the whole reply is queued: from now on the client may see its end at any time. */
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
