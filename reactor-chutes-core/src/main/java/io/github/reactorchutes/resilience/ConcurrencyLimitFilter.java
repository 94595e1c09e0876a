package io.github.reactorchutes.resilience;

import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Limits the calls under way. A permit is held until the body has ended, not until the head arrives. Calls beyond the
 * limit wait in a bounded, fair queue without a thread; a cancelled one leaves it at once. One filter can serve several
 * clients, which then share its permits.
 *
 * <p><b>Errors.</b> {@link ChutesCallRejectedException} with {@link Limit#CONCURRENCY} when the queue is full or the wait
 * too long.
 *
 * @since 0.1.0
 */
public final class ConcurrencyLimitFilter implements VideoExchangeFilter {

    private final int maxConcurrentCalls;

    private final Duration maxWait;

    private final PermitGate gate;

    private ConcurrencyLimitFilter(int maxConcurrentCalls, int maxWaitingCalls, Duration maxWait) {
        this.maxConcurrentCalls = maxConcurrentCalls;
        this.maxWait = maxWait;
        this.gate = new PermitGate(maxConcurrentCalls, maxWaitingCalls);
    }

    /**
     * Limit the calls; up to 1,000 more wait for up to 10 minutes.
     *
     * @param maxConcurrentCalls the permits; 1 or more, and not more than the client's connections
     * @return the filter
     */
    public static ConcurrencyLimitFilter of(int maxConcurrentCalls) {
        return of(maxConcurrentCalls, 1_000, Duration.ofMinutes(10));
    }

    /**
     * Limit the calls.
     *
     * @param maxConcurrentCalls the permits; 1 or more, and not more than the client's connections
     * @param maxWaitingCalls the length of the queue; 0 or more
     * @param maxWait the longest wait for a permit; positive, at most 365 days
     * @return the filter
     */
    public static ConcurrencyLimitFilter of(int maxConcurrentCalls, int maxWaitingCalls, Duration maxWait) {
        if (maxConcurrentCalls < 1) {
            throw new IllegalArgumentException("maxConcurrentCalls must be 1 or more but was " + maxConcurrentCalls);
        }
        if (maxWaitingCalls < 0) {
            throw new IllegalArgumentException("maxWaitingCalls must be 0 or more but was " + maxWaitingCalls);
        }
        return new ConcurrencyLimitFilter(maxConcurrentCalls, maxWaitingCalls, Durations.positive("maxWait", maxWait));
    }

    @Override
    public Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
        return Mono.defer(() -> {
            call.listener().permitAwaited(call, Limit.CONCURRENCY);
            return new Admission(gate, maxWait, reason -> refusal(call, reason))
                    .flatMap(permit -> admitted(call, next, permit));
        });
    }

    private static Mono<VideoResponse> admitted(ChutesCall call, VideoExchange next, Gate permit) {
        call.listener().permitAcquired(call, Limit.CONCURRENCY);
        return VideoResponse.doOnEnd(Mono.defer(() -> next.exchange(call)), end -> permit.giveBack());
    }

    private ChutesCallRejectedException refusal(ChutesCall call, String reason) {
        return new ChutesCallRejectedException(
                call.endpoint(),
                Limit.CONCURRENCY,
                "the limit of " + maxConcurrentCalls + " calls at once is reached: " + reason,
                null);
    }

    @Override
    public int maxConcurrentCalls() {
        return maxConcurrentCalls;
    }

    /**
     * Return the permits that are free now.
     *
     * @return the number
     */
    public int availablePermits() {
        return gate.available();
    }

    /**
     * Return the calls that wait for a permit now.
     *
     * @return the number
     */
    public int waitingCalls() {
        return gate.waiting();
    }
}
