package io.github.reactorchutes.resilience;

import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.guard.CallerCode;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A breaker that hears only of calls it admitted in its present state. A generation lasts minutes: one that was admitted
 * while the breaker was closed would otherwise vote as a probe when it is half-open, or free a probe's place.
 */
final class GuardedBreaker {

    private static final String CONSUMER = "An event consumer or a predicate of a circuit breaker";

    private final CircuitBreaker breaker;

    private volatile Epoch epoch;

    private final AtomicInteger timesOpened = new AtomicInteger();

    /** {@code null} if the breaker was not seen opening. */
    private volatile @Nullable Long openUntilNanos;

    /** The time between two transitions. */
    private record Epoch(int number, State state) {}

    GuardedBreaker(CircuitBreaker breaker) {
        this.breaker = breaker;
        this.epoch = new Epoch(0, breaker.getState());
        breaker.getEventPublisher().onStateTransition(this::onTransition);
        nextEpoch();
    }

    /** Return {@code null} if the breaker is open, or its probes are under way. */
    @Nullable
    Permission tryAcquire() {
        return isPermitted() ? new Permission(epochNow()) : null;
    }

    /**
     * A consumer of the breaker's events that throws does so before the permission is given: on the change to half-open,
     * which the second attempt finds done, or because there is none.
     */
    private boolean isPermitted() {
        AtomicBoolean permitted = new AtomicBoolean();
        Runnable acquisition = () -> permitted.set(breaker.tryAcquirePermission());
        if (!CallerCode.run(CONSUMER, acquisition)) {
            CallerCode.run(CONSUMER, acquisition);
        }
        return permitted.get();
    }

    /** The breaker changes its state before it tells: a state that was not told yet is that of the next epoch. */
    private int epochNow() {
        Epoch told = epoch;
        return told.state() == breaker.getState() ? told.number() : told.number() + 1;
    }

    /** Return {@code null} if the breaker is not open, or it is not known since when. */
    @Nullable
    Duration timeUntilHalfOpen() {
        Long until = openUntilNanos;
        return breaker.getState() == State.OPEN && until != null
                ? Duration.ofNanos(Math.max(0, until - System.nanoTime()))
                : null;
    }

    String describe(@Nullable Duration wait) {
        return breaker.getName() + " is " + breaker.getState() + (wait == null ? "" : " for another " + wait);
    }

    private void onTransition(CircuitBreakerOnStateTransitionEvent event) {
        nextEpoch();
        switch (event.getStateTransition().getToState()) {
            case OPEN -> openUntilNanos = System.nanoTime() + waitInOpenState(timesOpened.incrementAndGet());
            case CLOSED -> timesOpened.set(0);
            default -> {}
        }
    }

    private synchronized void nextEpoch() {
        epoch = new Epoch(epoch.number() + 1, breaker.getState());
    }

    private long waitInOpenState(int attempt) {
        return TimeUnit.MILLISECONDS.toNanos(breaker.getCircuitBreakerConfig()
                .getWaitIntervalFunctionInOpenState()
                .apply(attempt));
    }

    /** One admitted call. */
    final class Permission {

        private final int admittedIn;

        private final long admittedNanos = System.nanoTime();

        private Permission(int admittedIn) {
            this.admittedIn = admittedIn;
        }

        void end(CallEnd end) {
            if (isOfThisEpoch() && !CallerCode.run(CONSUMER, () -> report(end)) && isOfThisEpoch()) {
                // the breaker publishes an event before it takes the outcome in, which gives the permission back
                CallerCode.run(CONSUMER, breaker::releasePermission);
            }
        }

        private boolean isOfThisEpoch() {
            return epochNow() == admittedIn;
        }

        private void report(CallEnd end) {
            switch (ServerHealth.of(end)) {
                case GOOD -> breaker.onSuccess(nanosToHead(end), TimeUnit.NANOSECONDS);
                case BAD -> breaker.onError(nanosToHead(end), TimeUnit.NANOSECONDS, ServerHealth.failure(end));
                case UNKNOWN -> breaker.releasePermission();
            }
        }

        private long nanosToHead(CallEnd end) {
            Duration timeToFirstByte = end.timeToFirstByte();
            return timeToFirstByte == null ? System.nanoTime() - admittedNanos : timeToFirstByte.toNanos();
        }
    }
}
