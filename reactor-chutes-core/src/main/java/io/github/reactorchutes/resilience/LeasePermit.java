package io.github.reactorchutes.resilience;

import io.github.reactorchutes.resilience.AccountLimits.Lease;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/** A lease that a call of this process holds. It is returned once, and its gate then serves the next waiter. */
final class LeasePermit implements Permit {

    private final Lease lease;

    private final AccountGate gate;

    private final AtomicBoolean held = new AtomicBoolean(true);

    LeasePermit(Lease lease, AccountGate gate) {
        this.lease = lease;
        this.gate = gate;
    }

    @Override
    public void giveBack() {
        giveBack(LeaseEnd.unused());
    }

    void giveBack(LeaseEnd end) {
        if (held.compareAndSet(true, false)) {
            lease.release(end).subscribe(new Release());
        }
    }

    /** A failed release is the business of the implementation: the lease expires. */
    private final class Release implements CoreSubscriber<Void> {

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Void none) {}

        @Override
        public void onError(Throwable failure) {
            gate.returned();
        }

        @Override
        public void onComplete() {
            gate.returned();
        }
    }
}
