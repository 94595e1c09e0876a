package io.github.reactorchutes.resilience;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The queue for permits, in all interleavings of few operations: no permit is lost or given twice, nobody waits while one
 * is free, and every caller is let in, refused or gone.
 */
@Tag("proof")
@Timeout(600)
public class PermitLinearizabilityTests {

    private static final int PERMITS = 1;

    private final PermitGate gate = new PermitGate(PERMITS, 2);

    private final Queue<Waiter> waiting = new ConcurrentLinkedQueue<>();

    private final AtomicInteger held = new AtomicInteger();

    private final AtomicInteger undecided = new AtomicInteger();

    private final class Waiter implements Gate.Waiter {

        @Override
        public void admitted(Permit permit) {
            undecided.decrementAndGet();
            held.incrementAndGet();
        }

        @Override
        public void refused(String reason) {
            undecided.decrementAndGet();
        }
    }

    @Operation
    public void enter() {
        Waiter waiter = new Waiter();
        undecided.incrementAndGet();
        waiting.add(waiter);
        gate.enter(waiter);
    }

    @Operation
    public void leave() {
        Waiter waiter = waiting.poll();
        if (waiter != null && gate.leave(waiter)) {
            undecided.decrementAndGet();
        }
    }

    @Operation
    public void giveBack() {
        int now = held.get();
        if (now > 0 && held.compareAndSet(now, now - 1)) {
            gate.giveBack();
        }
    }

    @Validate
    public void losesNoPermitAndNoWaiter() {
        boolean permitsAreThere = gate.available() + held.get() == PERMITS;
        boolean waitersAreThere = gate.waiting() == undecided.get();
        boolean nobodyWaitsInVain = gate.available() == 0 || gate.waiting() == 0;
        if (!permitsAreThere || !waitersAreThere || !nobodyWaitsInVain) {
            throw new IllegalStateException("free " + gate.available() + ", held " + held + ", waiting "
                    + gate.waiting() + ", undecided " + undecided);
        }
    }

    @Test
    void losesNothingInAllInterleavingsOfTwoThreads() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(3)
                .iterations(20)
                .invocationsPerIteration(500)
                .check(PermitLinearizabilityTests.class);
    }
}
