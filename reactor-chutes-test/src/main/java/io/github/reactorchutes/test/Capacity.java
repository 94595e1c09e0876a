package io.github.reactorchutes.test;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How many generations run at once; what is more is refused, never queued. */
final class Capacity {

    private final int limit;
    private final AtomicInteger running = new AtomicInteger();

    Capacity(int limit) {
        this.limit = limit;
    }

    /** Returns what gives the slot back, or null when every slot is taken. */
    @Nullable
    Runnable acquire() {
        int now = running.getAndUpdate(count -> count < limit ? count + 1 : count);
        return now < limit ? running::decrementAndGet : null;
    }
}
