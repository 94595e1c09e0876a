package io.github.reactorchutes.test;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The slots for concurrent generations. Further generations are refused, never queued. */
final class Capacity {

    private final int limit;
    private final AtomicInteger running = new AtomicInteger();

    Capacity(int limit) {
        this.limit = limit;
    }

    /** Return the action that frees the slot, or null when every slot is taken. */
    @Nullable
    Runnable acquire() {
        int now = running.getAndUpdate(count -> count < limit ? count + 1 : count);
        return now < limit ? running::decrementAndGet : null;
    }
}
