package io.github.reactorchutes.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.fixture.Await;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GateTests {

    private final List<String> told = new ArrayList<>();

    @Test
    void staysOpenWhenAWaiterThrows() {
        PermitGate gate = new PermitGate(1, 10);
        gate.enter(waiter("first"));
        gate.enter(new Gate.Waiter() {
            @Override
            public void admitted(Permit permit) {
                throw new StackOverflowError("a waiter's own");
            }

            @Override
            public void refused(String reason) {}
        });
        gate.enter(waiter("third"));

        assertThatThrownBy(gate::giveBack).isInstanceOf(StackOverflowError.class);
        gate.giveBack();

        assertThat(told).containsExactly("first", "third");
    }

    @Test
    void countsAsFullOnlyThoseWhoReallyWait() {
        WaitingLine line = new WaitingLine(0, 1);
        assertThat(line.enter(waiter("first"))).isEqualTo(WaitingLine.Entry.QUEUED);
        assertThat(line.enter(waiter("second"))).isEqualTo(WaitingLine.Entry.REFUSED);

        line.addPermit();

        assertThat(line.enter(waiter("third")))
                .as("behind one who has a permit")
                .isEqualTo(WaitingLine.Entry.QUEUED);
        assertThat(line.size()).isEqualTo(2);
        assertThat(line.admitFirst()).isNotNull();
        assertThat(line.admitFirst()).as("without a permit").isNull();
        assertThat(line.permits()).isZero();
    }

    @Test
    void runsATaskAgainThatAsksForItFromWithin() {
        AtomicInteger runs = new AtomicInteger();
        AtomicInteger depth = new AtomicInteger();
        SerialTask[] task = new SerialTask[1];
        task[0] = new SerialTask(failures -> {
            assertThat(depth.getAndIncrement()).as("depth").isZero();
            if (runs.incrementAndGet() < 10_000) {
                task[0].run();
            }
            depth.decrementAndGet();
            return false;
        });

        task[0].run();

        Await.untilAsserted(() -> assertThat(runs).hasValue(10_000));
    }

    /** An event loop that grants the permits of all others would not read its own connections. */
    @ParameterizedTest
    @MethodSource("gates")
    void keepsAThreadOnlyForAWhile(Gate gate, Permit first) {
        Thread caller = Thread.currentThread();
        AtomicInteger here = new AtomicInteger();
        AtomicInteger everywhere = new AtomicInteger();
        for (int i = 0; i < 10_000; i++) {
            gate.enter(new Gate.Waiter() {
                @Override
                public void admitted(Permit permit) {
                    if (Thread.currentThread() == caller) {
                        here.incrementAndGet();
                    }
                    everywhere.incrementAndGet();
                    permit.giveBack();
                }

                @Override
                public void refused(String reason) {}
            });
        }

        first.giveBack();

        assertThat(here).hasValueBetween(1, 1_000);
        Await.untilAsserted(() -> assertThat(everywhere).hasValue(10_000));
    }

    static List<Arguments> gates() {
        PermitGate calls = new PermitGate(1, 10_000);
        calls.enter(waiter("holder", new ArrayList<>()));
        RateGate attempts = new RateGate(
                RateLimiter.of(
                        "slow",
                        RateLimiterConfig.custom()
                                .limitForPeriod(1)
                                .limitRefreshPeriod(Duration.ofHours(1))
                                .timeoutDuration(Duration.ofHours(2))
                                .build()),
                10_000);
        attempts.enter(waiter("holder", new ArrayList<>()));
        return List.of(Arguments.of(calls, calls), Arguments.of(attempts, attempts));
    }

    @Test
    void runsATaskThatWasAskedForDuringAClaimWhenThatEnds() {
        int[] runs = {0};
        SerialTask task = new SerialTask(failures -> ++runs[0] < 0);
        assertThat(task.claim()).isTrue();
        assertThat(task.claim()).as("a second time").isFalse();
        task.run();
        assertThat(runs[0]).isZero();

        task.release();

        assertThat(runs[0]).isEqualTo(1);
        assertThat(task.claim()).as("after the end").isTrue();
        task.release();
        assertThat(runs[0]).as("nobody asked").isEqualTo(1);
    }

    private Gate.Waiter waiter(String name) {
        return waiter(name, told);
    }

    private static Gate.Waiter waiter(String name, List<String> told) {
        return new Gate.Waiter() {
            @Override
            public void admitted(Permit permit) {
                told.add(name);
            }

            @Override
            public void refused(String reason) {
                told.add(name + " refused");
            }
        };
    }
}
