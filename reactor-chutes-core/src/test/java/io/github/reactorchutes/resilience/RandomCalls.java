package io.github.reactorchutes.resilience;

import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.test.PlatformError;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** A plan for many calls: what the server does to each attempt, drawn from one seed whatever the order of events. */
final class RandomCalls {

    static final String CALL_HEADER = "X-Test-Call";

    private static final byte[] VIDEO = Videos.ofSize(3_000);

    /** What the server does; weights add up to a hundred. */
    enum Fate {
        VIDEO(45),
        SIZED_VIDEO(12),
        SLOW_VIDEO(8),
        CAPACITY(7),
        EDGE_LIMIT(4),
        COLD(7),
        INTERNAL_ERROR(2),
        BAD_GATEWAY(1),
        BAD_REQUEST(3),
        RESET(2),
        CLOSED(2),
        SILENT(1),
        CUT_BODY(2),
        RESET_BODY(2),
        STALLED_BODY(1),
        NO_VIDEO(1);

        private final int weight;

        Fate(int weight) {
            this.weight = weight;
        }

        /** Say whether the platform certainly did no work, so that the call may be sent again. */
        boolean isSafeToRepeat() {
            return this == CAPACITY || this == EDGE_LIMIT || this == COLD;
        }

        static Fate draw(Random random) {
            int left = random.nextInt(100);
            for (Fate fate : values()) {
                left -= fate.weight;
                if (left < 0) {
                    return fate;
                }
            }
            throw new AssertionError("the weights are less than a hundred");
        }
    }

    private final long seed;

    private final AtomicIntegerArray requests;

    /** What nobody should see: two requests for work that may have been done. */
    private final AtomicReferenceArray<Fate> lastFates;

    private final AtomicIntegerArray paidTwice;

    RandomCalls(long seed, int calls) {
        this.seed = seed;
        this.requests = new AtomicIntegerArray(calls);
        this.lastFates = new AtomicReferenceArray<>(calls);
        this.paidTwice = new AtomicIntegerArray(calls);
    }

    /** Return the dice of a call, or of one of its attempts. */
    Random dice(int call, int attempt) {
        return new Random(seed * 1_000_003 + call * 1_009L + attempt);
    }

    /** Return how many requests of a call the server saw. */
    int requests(int call) {
        return requests.get(call);
    }

    boolean mayHavePaidTwice(int call) {
        return paidTwice.get(call) > 0;
    }

    RawServer startServer() {
        return RawServer.start(connection -> {
            while (true) {
                int call = Integer.parseInt(connection.readRequest().header(CALL_HEADER));
                Fate fate = Fate.draw(dice(call, requests.incrementAndGet(call)));
                Fate before = lastFates.getAndSet(call, fate);
                if (before != null && !before.isSafeToRepeat()) {
                    paidTwice.incrementAndGet(call);
                }
                answer(connection, fate);
            }
        });
    }

    private static void answer(RawConnection connection, Fate fate) throws IOException {
        switch (fate) {
            case VIDEO ->
                connection.write(Heads.CHUNKED_VIDEO).writeChunk(VIDEO).writeLastChunk();
            case SIZED_VIDEO -> connection.write(Heads.video(VIDEO.length)).write(VIDEO);
            case SLOW_VIDEO ->
                connection
                        .pause(Duration.ofMillis(3))
                        .write(Heads.CHUNKED_VIDEO)
                        .writeChunk(VIDEO)
                        .pause(Duration.ofMillis(2))
                        .writeLastChunk();
            case CAPACITY -> write(connection, PlatformError.CAPACITY);
            case EDGE_LIMIT -> write(connection, PlatformError.EDGE_RATE_LIMITED);
            case COLD -> write(connection, PlatformError.COLD_START);
            case INTERNAL_ERROR -> write(connection, PlatformError.INTERNAL_SERVER_ERROR);
            case BAD_GATEWAY -> write(connection, PlatformError.BAD_GATEWAY);
            case BAD_REQUEST -> write(connection, PlatformError.INVALID_INPUT);
            case NO_VIDEO -> connection.write(Heads.answer(200, "application/json", "{}"));
            case RESET -> connection.reset();
            case CLOSED -> throw new EOFException("closed by the plan");
            case SILENT -> connection.awaitClientClose();
            case CUT_BODY -> {
                connection.write(Heads.CHUNKED_VIDEO).writeChunk(VIDEO);
                throw new EOFException("cut by the plan");
            }
            case RESET_BODY -> {
                connection.write(Heads.video(VIDEO.length + 1)).write(VIDEO);
                connection.reset();
            }
            case STALLED_BODY -> {
                connection.write(Heads.CHUNKED_VIDEO).writeChunk(VIDEO);
                connection.awaitClientClose();
            }
        }
    }

    private static void write(RawConnection connection, PlatformError error) throws IOException {
        connection.write(Heads.answer(error.status(), error.contentType(), error.body()));
    }
}
