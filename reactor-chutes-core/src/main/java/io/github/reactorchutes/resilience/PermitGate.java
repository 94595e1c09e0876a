package io.github.reactorchutes.resilience;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fixed number of permits that come back. Given out in a loop by one thread at a time, so that a thousand waiters whose
 * calls end at once do not end on one stack.
 */
final class PermitGate implements Gate {

    private final WaitingLine<Waiter> line;

    private final AtomicInteger available;

    private final AtomicInteger work = new AtomicInteger();

    PermitGate(int permits, int maxWaiting) {
        this.available = new AtomicInteger(permits);
        this.line = new WaitingLine<>(maxWaiting);
    }

    @Override
    public void enter(Waiter waiter) {
        if (line.size() == 0 && take()) {
            waiter.admitted();
        } else if (line.enter(waiter)) {
            serve();
        } else {
            waiter.refused("all permits are in use and the queue is full");
        }
    }

    @Override
    public boolean leave(Waiter waiter) {
        return line.leave(waiter);
    }

    @Override
    public void giveBack() {
        available.incrementAndGet();
        serve();
    }

    int available() {
        return available.get();
    }

    int waiting() {
        return line.size();
    }

    private void serve() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        while (missed != 0) {
            serveWhileThereArePermits();
            missed = work.addAndGet(-missed);
        }
    }

    private void serveWhileThereArePermits() {
        while (take()) {
            Waiter next = line.first();
            if (next == null) {
                available.incrementAndGet();
                return;
            }
            next.admitted();
        }
    }

    private boolean take() {
        int current = available.get();
        while (current > 0) {
            if (available.compareAndSet(current, current - 1)) {
                return true;
            }
            current = available.get();
        }
        return false;
    }
}
