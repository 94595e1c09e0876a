package io.github.reactorchutes.resilience;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bounded, fair queue of waiters: first come, first served, and who leaves costs nothing. Its lock is held for a few
 * instructions and never while anybody is told.
 */
final class WaitingLine<W> {

    private final int maxWaiting;

    private final Set<W> waiters = new LinkedHashSet<>();

    WaitingLine(int maxWaiting) {
        this.maxWaiting = maxWaiting;
    }

    /** Return false if the line is full. */
    synchronized boolean enter(W waiter) {
        return waiters.size() < maxWaiting && waiters.add(waiter);
    }

    /** Return false if the waiter is not, or no longer, in the line. */
    synchronized boolean leave(W waiter) {
        return waiters.remove(waiter);
    }

    synchronized @Nullable W first() {
        Iterator<W> line = waiters.iterator();
        if (!line.hasNext()) {
            return null;
        }
        W first = line.next();
        line.remove();
        return first;
    }

    synchronized int size() {
        return waiters.size();
    }
}
