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

/** Answers requests with the answers of a test, in order. The last one is repeated. */
final class OperationServer implements AutoCloseable {

    private final Deque<String> answers = new ConcurrentLinkedDeque<>();

    private final RawServer server = RawServer.start(this::play);

    URI url() {
        return server.url();
    }

    void then(String... next) {
        answers.addAll(Arrays.asList(next));
    }

    List<RawRequest> requests() {
        return server.requests();
    }

    static String json(int status, String json, String... headers) {
        return "HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\n"
                + String.join(
                        "",
                        Arrays.stream(headers).map(header -> header + "\r\n").toList())
                + "Content-Length: " + json.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + json;
    }

    static String state(String state) {
        return json(200, "{\"id\":\"op-1\",\"status\":\"" + state + "\"}");
    }

    private void play(RawConnection connection) throws IOException {
        while (true) {
            connection.readRequest();
            String answer = answers.size() > 1 ? answers.remove() : answers.element();
            if (answer.isEmpty()) {
                connection.reset();
                return;
            }
            connection.write(answer);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
