package io.github.reactorchutes.fuzz;

import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Videos;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What happens to each of some calls, drawn from one seed whatever the order of events; and what the server saw. */
final class Plan {

    static final String CALL_HEADER = "X-Test-Call";

    private static final int LARGEST_VIDEO = 150_000;

    private final long seed;

    private final Function<Random, Answer> answers;

    private final AtomicIntegerArray requests;

    private final AtomicReferenceArray<@Nullable Answer> lastAnswers;

    private final AtomicIntegerArray repeats;

    Plan(long seed, int calls, Function<Random, Answer> answers) {
        this.seed = seed;
        this.answers = answers;
        this.requests = new AtomicIntegerArray(calls);
        this.lastAnswers = new AtomicReferenceArray<>(calls);
        this.repeats = new AtomicIntegerArray(calls);
    }

    int calls() {
        return requests.length();
    }

    /** Return the dice of a call's user, or with an attempt from 1 on those of the server. */
    Random dice(int call, int attempt) {
        return new Random(seed * 1_000_003 + call * 1_009L + attempt);
    }

    /** Return a call's video, the same in each attempt. */
    byte[] video(int call) {
        Random dice = new Random(~seed + call);
        return Videos.ofSize(36 + dice.nextInt(dice.nextBoolean() ? 1_000 : LARGEST_VIDEO));
    }

    /** Return how many requests of a call the server saw. */
    int requests(int call) {
        return requests.get(call);
    }

    /** Return how many requests of a call followed one that may have been worked on. */
    int unsafeRepeats(int call) {
        return repeats.get(call);
    }

    RawServer startServer() {
        return RawServer.start(connection -> {
            while (true) {
                int call = Integer.parseInt(connection.readRequest().header(CALL_HEADER));
                Random dice = dice(call, requests.incrementAndGet(call));
                Answer answer = answers.apply(dice);
                Answer before = lastAnswers.getAndSet(call, answer);
                if (before != null && !before.isSafeToRepeat()) {
                    repeats.incrementAndGet(call);
                }
                answer.play(connection, video(call), dice);
            }
        });
    }
}
