package io.github.reactorchutes.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Requests;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

class AdmissionTests {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final BrokenOffGate gate = new BrokenOffGate();

    @Test
    void givesAPermitBackThatComesAfterTheCancel() {
        admission(LONG).subscribe().dispose();

        gate.waiter().admitted(gate);

        assertThat(gate.givenBack).hasValue(1);
        assertThat(gate.left).hasValue(1);
    }

    @Test
    void givesAPermitBackThatComesAfterTheTimeOut() {
        AtomicInteger refused = new AtomicInteger();
        admission(Duration.ofMillis(1)).subscribe(permit -> {}, error -> refused.incrementAndGet());
        Await.untilAsserted(() -> assertThat(refused).hasValue(1));

        gate.waiter().admitted(gate);

        assertThat(gate.givenBack).hasValue(1);
    }

    @Test
    void doesNotEnterWhenCancelledOnSubscription() {
        admission(LONG).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                subscription.cancel();
            }
        });

        assertThat(gate.entered).hasValue(0);
    }

    @Test
    void leavesAgainWhenTheCancelCameBeforeItHadEntered() {
        BaseSubscriber<Permit> subscriber = new BaseSubscriber<>() {};
        gate.whileEntering = subscriber::cancel;

        admission(LONG).subscribe(subscriber);

        assertThat(gate.leftAfterEntering).isTrue();
    }

    @Test
    void isDecidedOnce() {
        AtomicInteger signals = new AtomicInteger();
        admission(LONG).subscribe(permit -> signals.incrementAndGet(), error -> signals.incrementAndGet());

        gate.waiter().admitted(gate);
        gate.waiter().refused("too late");
        gate.waiter().admitted(gate);

        assertThat(signals).hasValue(1);
        assertThat(gate.givenBack).hasValue(1);
    }

    private Admission admission(Duration maxWait) {
        return new Admission(gate, maxWait, ChutesCall.of(Requests.text()), Limit.RATE, IllegalStateException::new);
    }

    /** A gate that opens when the test says, for waiters that are gone too. */
    private static final class BrokenOffGate implements Gate, Permit {

        private final AtomicInteger entered = new AtomicInteger();

        private final AtomicInteger left = new AtomicInteger();

        private final AtomicInteger givenBack = new AtomicInteger();

        private Runnable whileEntering = () -> {};

        private volatile boolean leftAfterEntering;

        private volatile @Nullable Waiter last;

        @Override
        public void enter(Waiter waiter) {
            entered.incrementAndGet();
            whileEntering.run();
            last = waiter;
        }

        @Override
        public boolean leave(Waiter waiter) {
            left.incrementAndGet();
            leftAfterEntering = waiter.equals(last);
            return true;
        }

        @Override
        public void giveBack() {
            givenBack.incrementAndGet();
        }

        @Override
        public int available() {
            return 0;
        }

        @Override
        public int waiting() {
            return entered.get() - left.get();
        }

        Waiter waiter() {
            Waiter waiter = last;
            assertThat(waiter).isNotNull();
            return Objects.requireNonNull(waiter);
        }
    }
}
