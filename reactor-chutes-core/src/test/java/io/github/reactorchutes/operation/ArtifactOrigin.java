package io.github.reactorchutes.operation;

import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawRequest;
import io.github.reactorchutes.fixture.RawServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/** Serves one artifact by the rules of HTTP, except for the answers that a test puts in the way. */
final class ArtifactOrigin implements AutoCloseable {

    /** Answers one request. */
    @FunctionalInterface
    interface Answer {
        void to(RawRequest request, RawConnection connection) throws IOException;
    }

    private final Deque<Answer> script = new ConcurrentLinkedDeque<>();

    private final RawServer server;

    volatile byte[] content;

    volatile @Nullable String etag = "\"v1\"";

    volatile boolean supportsRanges = true;

    ArtifactOrigin(byte[] content) {
        this.content = content;
        this.server = RawServer.start(this::play);
    }

    URI url() {
        return server.url();
    }

    /** Answer the next requests in these ways. */
    void then(Answer... answers) {
        script.addAll(Arrays.asList(answers));
    }

    /** Break off after so many bytes of the body. */
    Answer cutAfter(int bytes) {
        return (request, connection) -> {
            connection.write(head(request));
            connection.write(Arrays.copyOf(rest(request), bytes));
            connection.reset();
        };
    }

    /** Close the connection before any answer. */
    static Answer closed() {
        return (request, connection) -> connection.close();
    }

    static Answer raw(String answer) {
        return (request, connection) -> connection.write(answer);
    }

    List<String> ranges() {
        return server.requests().stream()
                .map(request -> request.header("Range"))
                .toList();
    }

    List<RawRequest> requests() {
        return server.requests();
    }

    private void play(RawConnection connection) throws IOException {
        while (true) {
            RawRequest request = connection.readRequest();
            Answer scripted = script.poll();
            if (scripted != null) {
                scripted.to(request, connection);
            } else {
                connection.write(head(request)).write(rest(request));
            }
        }
    }

    /** Answer by the rules again. */
    void forget() {
        script.clear();
    }

    private int from(RawRequest request) {
        String range = request.header("Range");
        String condition = request.header("If-Range");
        boolean same = condition.isEmpty() || condition.equals(etag);
        return range.isEmpty() || !supportsRanges || !same
                ? 0
                : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    }

    private byte[] rest(RawRequest request) {
        int from = from(request);
        return from >= content.length ? new byte[0] : Arrays.copyOfRange(content, from, content.length);
    }

    private String head(RawRequest request) {
        int from = from(request);
        String tag = etag == null ? "" : "ETag: " + etag + "\r\n";
        if (from >= content.length) {
            return "HTTP/1.1 416 X\r\n" + tag + "Content-Range: bytes */" + content.length
                    + "\r\nContent-Length: 0\r\n\r\n";
        }
        String range = from == 0
                ? "HTTP/1.1 200 OK\r\n"
                : "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes " + from + "-" + (content.length - 1) + "/"
                        + content.length + "\r\n";
        return range + tag + "Content-Type: video/mp4\r\nContent-Length: " + (content.length - from) + "\r\n\r\n";
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
