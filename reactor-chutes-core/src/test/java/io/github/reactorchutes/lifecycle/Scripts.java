package io.github.reactorchutes.lifecycle;

import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawServer.Script;
import java.io.IOException;

/** What a server does on each connection. */
final class Scripts {

    private Scripts() {}

    /** Answer request after request the same way. */
    static Script always(Script answer) {
        return connection -> {
            while (true) {
                connection.readRequest();
                answer.play(connection);
            }
        };
    }

    /** Answer request after request with a video in one chunk, as the platform does. */
    static Script chunked(byte[] video) {
        return always(connection -> writeChunked(connection, video));
    }

    /** Answer request after request with a video of announced length. */
    static Script sized(byte[] video) {
        return always(connection -> connection.write(Heads.video(video.length)).write(video));
    }

    /** Begin a video and never go on. */
    static Script stalledAfter(byte[] beginning) {
        return connection -> {
            connection.readRequest();
            connection.write(Heads.CHUNKED_VIDEO);
            if (beginning.length > 0) {
                connection.writeChunk(beginning);
            }
            connection.awaitClientClose();
        };
    }

    /** Read a request and never answer. */
    static Script silent() {
        return connection -> {
            connection.readRequest();
            connection.awaitClientClose();
        };
    }

    static void writeChunked(RawConnection connection, byte[] video) throws IOException {
        connection.write(Heads.CHUNKED_VIDEO).writeChunk(video).writeLastChunk();
    }
}
