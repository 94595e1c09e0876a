package io.github.reactorchutes.fuzz;

import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

/** How a whole video is framed and cut into segments. */
enum Body {
    CHUNKED,
    CHUNKED_WITH_TRAILERS,
    SIZED,
    UNTIL_CLOSED,
    ONE_SEGMENT;

    static Body draw(Random dice) {
        return values()[dice.nextInt(values().length)];
    }

    void write(RawConnection connection, byte[] video, Random dice) throws IOException {
        switch (this) {
            case CHUNKED -> {
                connection.write(Heads.CHUNKED_VIDEO);
                writeChunks(connection, video, dice);
                connection.writeLastChunk();
            }
            case CHUNKED_WITH_TRAILERS -> {
                connection.write(Heads.CHUNKED_VIDEO);
                writeChunks(connection, video, dice);
                connection.write("0\r\nX-Seed: 7\r\n\r\n");
            }
            case SIZED -> {
                connection.write(Heads.video(video.length));
                writePieces(connection, video, dice);
            }
            case UNTIL_CLOSED -> {
                connection.write("HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nConnection: close\r\n\r\n");
                writePieces(connection, video, dice);
                connection.finish();
                connection.awaitClientClose();
            }
            case ONE_SEGMENT -> connection.write(inOneSegment(video));
        }
    }

    static void writeChunks(RawConnection connection, byte[] video, Random dice) throws IOException {
        int piece = 1 + dice.nextInt(Math.max(1, video.length));
        for (int i = 0; i < video.length; i += piece) {
            connection.writeChunk(Arrays.copyOfRange(video, i, Math.min(i + piece, video.length)));
            pauseAtTimes(connection, dice);
        }
    }

    private static void writePieces(RawConnection connection, byte[] video, Random dice) throws IOException {
        int piece = 1 + video.length / (1 + dice.nextInt(8));
        for (int i = 0; i < video.length; i += piece) {
            connection.write(Arrays.copyOfRange(video, i, Math.min(i + piece, video.length)));
            pauseAtTimes(connection, dice);
        }
    }

    private static void pauseAtTimes(RawConnection connection, Random dice) {
        if (dice.nextInt(8) == 0) {
            connection.pause(Duration.ofNanos(dice.nextInt(1_000_000)));
        }
    }

    private static byte[] inOneSegment(byte[] video) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(Heads.CHUNKED_VIDEO.getBytes(StandardCharsets.US_ASCII));
        answer.writeBytes((Integer.toHexString(video.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        answer.writeBytes(video);
        answer.writeBytes("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return answer.toByteArray();
    }
}
