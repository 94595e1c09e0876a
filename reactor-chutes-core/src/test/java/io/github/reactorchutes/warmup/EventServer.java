package io.github.reactorchutes.warmup;

import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawRequest;
import io.github.reactorchutes.fixture.RawServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Serves warm-ups on a plain socket. */
final class EventServer {

    static final String COLD = "{\"status\": \"cold\", \"log\": \"waiting for instances ...\"}";

    static final String HOT = "{\"status\": \"hot\", \"log\": \"chute is hot, 1 instances available\"}";

    private EventServer() {}

    /** Plays the answer to a request. */
    @FunctionalInterface
    interface Play {
        void answer(RawRequest request, RawConnection connection) throws IOException;
    }

    static RawServer start(Play play) {
        return RawServer.start(connection -> {
            while (true) {
                play.answer(connection.readRequest(), connection);
            }
        });
    }

    static void begin(RawConnection connection) throws IOException {
        connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    static void event(RawConnection connection, String data) throws IOException {
        connection.writeChunk(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    static void events(RawConnection connection, String... events) throws IOException {
        begin(connection);
        for (String data : events) {
            event(connection, data);
        }
        connection.writeLastChunk();
    }

    static void refuse(RawConnection connection, int status, String detail) throws IOException {
        connection.write(Heads.answer(status, "application/json", "{\"detail\":\"" + detail + "\"}"));
    }
}
