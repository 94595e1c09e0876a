package io.github.reactorchutes.transport;

import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.fixture.Requests;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.util.context.Context;

/**
 * The hand-off of a call between its layers, in all interleavings of a few operations: transitions are linearizable,
 * the end is signalled once, and every listener receives it.
 */
@Tag("proof")
@Timeout(600)
public class HandOffLinearizabilityTests {

    private static final ChutesCall CALL = ChutesCall.of(Requests.text());

    private final AtomicInteger ends = new AtomicInteger();

    private final AtomicInteger listeners = new AtomicInteger();

    private final AtomicInteger signalled = new AtomicInteger();

    private final LiveCall live = new LiveCall(CALL, Context.empty(), ended -> ends.incrementAndGet());

    @Operation
    public boolean headArrives() {
        return live.headArrived();
    }

    @Operation
    public boolean bodyIsSubscribedTo() {
        return live.bodySubscribed();
    }

    @Operation
    public boolean endsBeforeTheHead() {
        return live.endFrom(LiveCall.State.WAITING, CallOutcome.FAILED, null);
    }

    @Operation
    public boolean endsInTheBody() {
        return live.endFrom(LiveCall.State.BODY, CallOutcome.COMPLETED, null);
    }

    @Operation
    public boolean isReleased() {
        return live.release(CallOutcome.CANCELLED, null, "the test released it");
    }

    @Operation
    public boolean hasEnded() {
        return live.hasEnded();
    }

    @Operation
    public void isListenedTo() {
        listeners.incrementAndGet();
        live.addListener(end -> signalled.incrementAndGet());
    }

    @Validate
    public void signalsItsEndOnce() {
        int expected = live.hasEnded() ? 1 : 0;
        if (ends.get() != expected || signalled.get() != expected * listeners.get()) {
            throw new IllegalStateException("ended: " + expected + ", signalled to the client " + ends + " times, to "
                    + listeners + " listeners " + signalled + " times");
        }
    }

    @Test
    void isLinearizableInAllInterleavingsOfTwoThreads() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(3)
                .iterations(20)
                .invocationsPerIteration(500)
                .check(HandOffLinearizabilityTests.class);
    }
}
