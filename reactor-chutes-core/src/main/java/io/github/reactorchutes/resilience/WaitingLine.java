package io.github.reactorchutes.resilience;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bounded, fair queue and its permits: first come, first served, and leaving is O(1). A permit and its waiter are
 * taken atomically, so that no free permit appears taken. The lock is held for a few instructions and never during a
 * notification.
 */
final class WaitingLine {

    /** The result of entering. */
    enum Entry {
        ADMITTED,
        QUEUED,
        REFUSED
    }

    private final int maxWaiting;

    private final Set<Gate.Waiter> waiters = new LinkedHashSet<>();

    private int permits;

    WaitingLine(int permits, int maxWaiting) {
        this.permits = permits;
        this.maxWaiting = maxWaiting;
    }

    /** Take a permit if one is free and the queue is empty; otherwise queue. */
    synchronized Entry enter(Gate.Waiter waiter) {
        if (permits > 0 && waiters.isEmpty()) {
            permits--;
            return Entry.ADMITTED;
        }
        if (waiters.size() - permits >= maxWaiting) {
            return Entry.REFUSED;
        }
        waiters.add(waiter);
        return Entry.QUEUED;
    }

    /** Return false if the waiter is not in the queue. */
    synchronized boolean leave(Gate.Waiter waiter) {
        return waiters.remove(waiter);
    }

    /** Remove and return the first waiter, and take a permit for it; {@code null} without a waiter or a permit. */
    synchronized Gate.@Nullable Waiter admitFirst() {
        if (permits == 0 || waiters.isEmpty()) {
            return null;
        }
        permits--;
        return removeFirst();
    }

    /** Remove and return the first waiter. */
    synchronized Gate.@Nullable Waiter removeFirst() {
        Iterator<Gate.Waiter> line = waiters.iterator();
        if (!line.hasNext()) {
            return null;
        }
        Gate.Waiter first = line.next();
        line.remove();
        return first;
    }

    synchronized void addPermit() {
        permits++;
    }

    /** Drop the free permits, unless a waiter is about to take them. */
    synchronized void dropPermits() {
        if (waiters.isEmpty()) {
            permits = 0;
        }
    }

    /** Return whether there are neither waiters nor permits. */
    synchronized boolean isIdle() {
        return permits == 0 && waiters.isEmpty();
    }

    synchronized int permits() {
        return permits;
    }

    synchronized int size() {
        return waiters.size();
    }
}
