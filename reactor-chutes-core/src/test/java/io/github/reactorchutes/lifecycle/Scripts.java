package io.github.reactorchutes.lifecycle;

import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawServer.Script;
import io.github.reactorchutes.fixture.Videos;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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

    /** Answer request after request with head and body in one segment, so that the one is read with the other. */
    static Script inOneSegment(byte[] video) {
        return always(connection -> writeInOneSegment(connection, video));
    }

    static void writeInOneSegment(RawConnection connection, byte[] video) throws IOException {
        connection.write(concat(Heads.video(video.length).getBytes(StandardCharsets.US_ASCII), video));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
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

    /** Begin a video and send more of it until the client is gone. */
    static Script endless(byte[] beginning) {
        return connection -> {
            connection.readRequest();
            connection.write(Heads.CHUNKED_VIDEO).writeChunk(beginning);
            while (true) {
                connection.writeChunk(
                        Videos.box(ByteBuffer.allocate(8192), "free", 8192).array());
            }
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

    static void writeChunkedInPieces(RawConnection connection, byte[] video, int piece) throws IOException {
        connection.write(Heads.CHUNKED_VIDEO);
        for (int i = 0; i < video.length; i += piece) {
            connection.writeChunk(Arrays.copyOfRange(video, i, Math.min(i + piece, video.length)));
        }
        connection.writeLastChunk();
    }
}
