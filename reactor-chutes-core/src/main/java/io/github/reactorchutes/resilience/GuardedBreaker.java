package io.github.reactorchutes.resilience;

import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.guard.CallerCode;
import io.github.reactorchutes.log.Sparse;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports a call to the breaker only if the breaker admitted it in its current state. A generation takes minutes, so a
 * call admitted by the closed breaker may end when the breaker is half-open. It would then count as a trial call or
 * release the permission of one.
 *
 * <p>Calls that end at once are reported in turn, because the breaker counts them under a lock and a waiting event loop
 * would park. Resilience4j's lock-free window is not the remedy: it is a linked list whose dropped nodes keep their
 * successors alive. As soon as one of them is in the old generation, each young collection has to copy the nodes of all
 * calls since the last one.
 */
final class GuardedBreaker {

    private static final Logger logger = LoggerFactory.getLogger(GuardedBreaker.class);

    private static final String CONSUMER = "An event consumer or a predicate of a circuit breaker";

    private final CircuitBreaker breaker;

    private final Queue<Runnable> ended = new ConcurrentLinkedQueue<>();

    private final SerialTask reporting = new SerialTask(failures -> reportFirst());

    private volatile Epoch epoch;

    private final Sparse sparse = new Sparse();

    private final AtomicInteger timesOpened = new AtomicInteger();

    /** {@code null} if the change to open was not observed. */
    private volatile @Nullable Long openUntilNanos;

    /** The time between two transitions. */
    private record Epoch(int number, State state) {}

    GuardedBreaker(CircuitBreaker breaker) {
        this.breaker = breaker;
        this.epoch = new Epoch(0, breaker.getState());
        breaker.getEventPublisher().onStateTransition(this::onTransition);
        nextEpoch();
    }

    /** Return {@code null} if the breaker is open, or half-open with all trial calls under way. */
    @Nullable
    Permission tryAcquire() {
        return isPermitted() ? new Permission(epochNow()) : null;
    }

    /**
     * A throwing event consumer does so before the breaker grants a permission. Either the breaker was changing to
     * half-open, so a second attempt succeeds, or it had no permission to grant.
     */
    private boolean isPermitted() {
        AtomicBoolean permitted = new AtomicBoolean();
        Runnable acquisition = () -> permitted.set(breaker.tryAcquirePermission());
        if (!CallerCode.run(CONSUMER, acquisition)) {
            CallerCode.run(CONSUMER, acquisition);
        }
        return permitted.get();
    }

    /** The breaker changes state before it publishes the event, so an unpublished state belongs to the next epoch. */
    private int epochNow() {
        Epoch published = epoch;
        return published.state() == breaker.getState() ? published.number() : published.number() + 1;
    }

    /** Return {@code null} if the breaker is not open, or the time of its opening is unknown. */
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

    private boolean reportFirst() {
        Runnable first = ended.poll();
        if (first == null) {
            return false;
        }
        first.run();
        return true;
    }

    private void onTransition(CircuitBreakerOnStateTransitionEvent event) {
        nextEpoch();
        switch (event.getStateTransition().getToState()) {
            case OPEN -> onOpen();
            case CLOSED -> onClosed();
            default -> {}
        }
    }

    private void onOpen() {
        long nanos = waitInOpenState(timesOpened.incrementAndGet());
        openUntilNanos = System.nanoTime() + nanos;
        sparse.run(
                State.OPEN,
                () -> logger.warn(
                        "The circuit breaker {} opened, because too many calls failed; it rejects calls for {}",
                        breaker.getName(),
                        Duration.ofNanos(nanos)));
    }

    private void onClosed() {
        timesOpened.set(0);
        sparse.run(State.CLOSED, () -> logger.info("The circuit breaker {} closed: calls succeed", breaker.getName()));
    }

    private synchronized void nextEpoch() {
        epoch = new Epoch(epoch.number() + 1, breaker.getState());
    }

    private long waitInOpenState(int attempt) {
        return TimeUnit.MILLISECONDS.toNanos(breaker.getCircuitBreakerConfig()
                .getWaitIntervalFunctionInOpenState()
                .apply(attempt));
    }

    /** The permission of one admitted call. */
    final class Permission {

        private final int admittedIn;

        private final long admittedNanos = System.nanoTime();

        private Permission(int admittedIn) {
            this.admittedIn = admittedIn;
        }

        void end(CallEnd end) {
            ended.add(() -> reportSafely(end));
            reporting.run();
        }

        private void reportSafely(CallEnd end) {
            if (isOfThisEpoch() && !CallerCode.run(CONSUMER, () -> report(end)) && isOfThisEpoch()) {
                // the breaker publishes its event before it records the outcome, which would return the permission
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
