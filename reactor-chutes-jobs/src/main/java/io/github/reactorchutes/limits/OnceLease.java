package io.github.reactorchutes.limits;

import io.github.reactorchutes.resilience.AccountLimits.Lease;
import io.github.reactorchutes.resilience.LeaseEnd;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** A lease that is released once. */
final class OnceLease implements Lease {

    private final AtomicBoolean released = new AtomicBoolean();

    private final Function<LeaseEnd, Mono<Void>> release;

    OnceLease(Function<LeaseEnd, Mono<Void>> release) {
        this.release = release;
    }

    @Override
    public Mono<Void> release(LeaseEnd end) {
        return Mono.defer(() -> released.compareAndSet(false, true) ? release.apply(end) : Mono.empty());
    }
}
