package io.github.reactorchutes.test;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Fails a random share of the calls. */
final class RandomFaults {

    private static final int SOME_BYTES = 1_000;

    private static final List<Reply> KINDS = List.of(
            Reply.capacity(),
            Reply.coldStart(),
            PlatformError.TARGETS_EXHAUSTED.reply(),
            Reply.gatewayTimeout(),
            Reply.closed(),
            Reply.reset(),
            Reply.video().cutAfter(SOME_BYTES),
            Reply.video().resetAfter(SOME_BYTES),
            Reply.video().stallAfter(SOME_BYTES));

    private final double share;

    RandomFaults(double share) {
        this.share = share;
    }

    /** Return the fault of the next call, or {@code null} for none. */
    @Nullable
    Reply next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return random.nextDouble() < share ? KINDS.get(random.nextInt(KINDS.size())) : null;
    }
}
