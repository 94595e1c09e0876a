package io.github.reactorchutes.resilience;

import io.github.reactorchutes.exchange.CallEnd;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A breaker that hears only of calls it admitted in its present state. A generation lasts minutes: one that was admitted
 * while the breaker was closed would otherwise vote as a probe when it is half-open, or free a probe's place.
 */
final class GuardedBreaker {

    private final CircuitBreaker breaker;

    private final AtomicInteger epoch = new AtomicInteger();

    private final AtomicInteger timesOpened = new AtomicInteger();

    private volatile long openUntilNanos;

    GuardedBreaker(CircuitBreaker breaker) {
        this.breaker = breaker;
        breaker.getEventPublisher().onStateTransition(this::onTransition);
    }

    /** Return {@code null} if the breaker is open, or its probes are under way. */
    @Nullable
    Permission tryAcquire() {
        return breaker.tryAcquirePermission() ? new Permission(epoch.get()) : null;
    }

    @Nullable
    Duration timeUntilHalfOpen() {
        return breaker.getState() == State.OPEN
                ? Duration.ofNanos(Math.max(0, openUntilNanos - System.nanoTime()))
                : null;
    }

    String describe() {
        Duration wait = timeUntilHalfOpen();
        return breaker.getName() + " is " + breaker.getState() + (wait == null ? "" : " for another " + wait);
    }

    private void onTransition(CircuitBreakerOnStateTransitionEvent event) {
        epoch.incrementAndGet();
        switch (event.getStateTransition().getToState()) {
            case OPEN -> openUntilNanos = System.nanoTime() + waitInOpenState(timesOpened.incrementAndGet());
            case CLOSED -> timesOpened.set(0);
            default -> {}
        }
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
            if (epoch.get() != admittedIn) {
                return;
            }
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
