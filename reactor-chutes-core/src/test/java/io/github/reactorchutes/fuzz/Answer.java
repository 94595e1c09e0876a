package io.github.reactorchutes.fuzz;

import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.test.PlatformError;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;

/** What a server does with a request; the weights are parts of a thousand. */
enum Answer {
    WHOLE(620),
    WHOLE_AFTER_INTERIM_HEADS(40),
    WHOLE_AND_SURPLUS(20),
    CAPACITY(40),
    COLD(30),
    EDGE_LIMIT(30),
    INTERNAL_ERROR(20),
    BAD_REQUEST(20),
    REDIRECT(10),
    NO_VIDEO(10),
    NO_HTTP(10),
    CLOSED(15),
    RESET(15),
    HALF_A_HEAD(10),
    SILENT(5),
    CUT(40),
    RESET_IN_THE_BODY(40),
    BAD_CHUNK(10),
    STALLED(15);

    private final int weight;

    Answer(int weight) {
        this.weight = weight;
    }

    static Answer draw(Random dice) {
        int left = dice.nextInt(1000);
        for (Answer answer : values()) {
            left -= answer.weight;
            if (left < 0) {
                return answer;
            }
        }
        throw new AssertionError("the weights are less than a thousand");
    }

    /** Draw from an almost healthy server's answers: one fault in a hundred. */
    static Answer drawHealthy(Random dice) {
        return dice.nextInt(100) > 0 ? WHOLE : draw(dice);
    }

    /** Say whether the platform certainly did no work, so that the call may be sent again. */
    boolean isSafeToRepeat() {
        return this == CAPACITY || this == COLD || this == EDGE_LIMIT;
    }

    void play(RawConnection connection, byte[] video, Random dice) throws IOException {
        switch (this) {
            case WHOLE -> Body.draw(dice).write(connection, video, dice);
            case WHOLE_AFTER_INTERIM_HEADS -> {
                connection.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(1 + dice.nextInt(20)));
                Body.draw(dice).write(connection, video, dice);
            }
            case WHOLE_AND_SURPLUS -> {
                connection.write(Heads.video(video.length)).write(video);
                connection.write(dice.nextBoolean() ? "surplus" : Heads.answer(200, "video/mp4", "surplus"));
                connection.awaitClientClose();
            }
            case CAPACITY -> write(connection, PlatformError.CAPACITY);
            case COLD -> write(connection, PlatformError.COLD_START);
            case EDGE_LIMIT -> write(connection, PlatformError.EDGE_RATE_LIMITED);
            case INTERNAL_ERROR -> write(connection, PlatformError.INTERNAL_SERVER_ERROR);
            case BAD_REQUEST -> write(connection, PlatformError.INVALID_INPUT);
            case REDIRECT ->
                connection.write("HTTP/1.1 307 X\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
            case NO_VIDEO -> connection.write(Heads.answer(200, "application/json", "{}"));
            case NO_HTTP -> {
                byte[] noise = new byte[1 + dice.nextInt(300)];
                dice.nextBytes(noise);
                connection.write(noise);
                throw new EOFException("closed by the plan");
            }
            case CLOSED -> throw new EOFException("closed by the plan");
            case RESET -> connection.reset();
            case HALF_A_HEAD -> {
                byte[] head = Heads.CHUNKED_VIDEO.getBytes(StandardCharsets.US_ASCII);
                connection.write(new String(head, 0, 1 + dice.nextInt(head.length - 1), StandardCharsets.US_ASCII));
                throw new EOFException("cut by the plan");
            }
            case SILENT -> connection.awaitClientClose();
            case CUT -> {
                writePart(connection, video, dice);
                connection.finish();
                connection.awaitClientClose();
            }
            case RESET_IN_THE_BODY -> {
                writePart(connection, video, dice);
                connection.pause(Duration.ofNanos(dice.nextInt(500_000))).reset();
            }
            case BAD_CHUNK -> {
                writePart(connection, video, dice);
                connection.write(dice.nextBoolean() ? "-5\r\n" : "zz\r\n").write(new byte[64]);
                connection.awaitClientClose();
            }
            case STALLED -> {
                writePart(connection, video, dice);
                connection.awaitClientClose();
            }
        }
    }

    /** Write some whole chunks of a video, and never its end. */
    private static void writePart(RawConnection connection, byte[] video, Random dice) throws IOException {
        byte[] part = new byte[dice.nextInt(video.length)];
        System.arraycopy(video, 0, part, 0, part.length);
        connection.write(Heads.CHUNKED_VIDEO);
        Body.writeChunks(connection, part, dice);
    }

    private static void write(RawConnection connection, PlatformError error) throws IOException {
        connection.write(Heads.answer(error.status(), error.contentType(), error.body()));
    }
}
