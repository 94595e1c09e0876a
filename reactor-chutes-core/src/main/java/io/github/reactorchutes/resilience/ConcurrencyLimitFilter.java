package io.github.reactorchutes.resilience;

import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.guard.CallerCode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;

/**
 * Limits the number of concurrent calls. A call holds its permit until its body has ended, or, with {@link
 * #untilFirstByte()}, until its head arrives. Calls beyond the limit wait
 * in a bounded, fair queue without occupying a thread, and leave it immediately when they are cancelled. Clients that
 * use the same filter share its permits.
 *
 * <p><b>Errors.</b> {@link ChutesCallRejectedException} with {@link Limit#CONCURRENCY} when the queue is full or the
 * wait takes too long.
 *
 * @since 0.1.0
 */
public final class ConcurrencyLimitFilter implements VideoExchangeFilter {

    private final int maxConcurrentCalls;

    private final Duration maxWait;

    private final Gate gate;

    /** Whose limit it is, for messages. */
    private final String subject;

    private final boolean untilFirstByte;

    private ConcurrencyLimitFilter(
            int maxConcurrentCalls, Duration maxWait, Gate gate, String subject, boolean untilFirstByte) {
        this.maxConcurrentCalls = maxConcurrentCalls;
        this.maxWait = maxWait;
        this.gate = gate;
        this.subject = subject;
        this.untilFirstByte = untilFirstByte;
    }

    /**
     * Limit concurrent calls. Up to 1,000 further calls wait for up to 10 minutes.
     *
     * @param maxConcurrentCalls the number of permits; 1 or more, at most the connections of the client's pool
     * @return the filter
     */
    public static ConcurrencyLimitFilter of(int maxConcurrentCalls) {
        return of(maxConcurrentCalls, 1_000, Duration.ofMinutes(10));
    }

    /**
     * Limit concurrent calls.
     *
     * @param maxConcurrentCalls the number of permits; 1 or more, at most the connections of the client's pool
     * @param maxWaitingCalls the length of the queue; 0 or more
     * @param maxWait the maximum wait for a permit; positive, at most 365 days
     * @return the filter
     */
    public static ConcurrencyLimitFilter of(int maxConcurrentCalls, int maxWaitingCalls, Duration maxWait) {
        if (maxConcurrentCalls < 1) {
            throw new IllegalArgumentException("maxConcurrentCalls must be 1 or more but was " + maxConcurrentCalls);
        }
        requireQueue(maxWaitingCalls);
        return new ConcurrencyLimitFilter(
                maxConcurrentCalls,
                Durations.positive("maxWait", maxWait),
                new PermitGate(maxConcurrentCalls, maxWaitingCalls),
                "the limit of ",
                false);
    }

    /**
     * Limit the concurrent calls of an account in all processes that share its limits. Calls of this process wait in
     * its own queue, of which the first one asks for a lease. Between processes the order is random.
     *
     * @param limits the limits of the account
     * @param maxWaitingCalls the length of this process's queue; 0 or more. The call that asks for a lease counts
     * @param maxWait the maximum wait for a lease; positive, at most 365 days
     * @return the filter
     */
    public static ConcurrencyLimitFilter of(AccountLimits limits, int maxWaitingCalls, Duration maxWait) {
        requireQueue(maxWaitingCalls);
        Durations.positive("maxWait", maxWait);
        int maxCalls = limits.maxConcurrentCalls();
        AccountGate gate = new AccountGate(maxCalls, limits::askForCall, maxWaitingCalls, maxWait);
        return new ConcurrencyLimitFilter(maxCalls, maxWait, gate, "the account's shared limit of ", false);
    }

    private static void requireQueue(int maxWaitingCalls) {
        if (maxWaitingCalls < 0) {
            throw new IllegalArgumentException("maxWaitingCalls must be 0 or more but was " + maxWaitingCalls);
        }
    }

    /**
     * Return a filter with the same permits that returns the permit of a call when its head arrives. Slow consumers then
     * keep no other call waiting: the limit counts generations, and the client's connections limit the bodies that are
     * under way. Allow more connections than permits.
     *
     * @return the changed filter
     */
    public ConcurrencyLimitFilter untilFirstByte() {
        return new ConcurrencyLimitFilter(maxConcurrentCalls, maxWait, gate, subject, true);
    }

    @Override
    public Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
        return new Admission(gate, maxWait, call, Limit.CONCURRENCY, reason -> refusal(call, reason))
                .flatMap(permit -> admitted(call, next, permit));
    }

    private Mono<VideoResponse> admitted(ChutesCall call, VideoExchange next, Permit permit) {
        Mono<VideoResponse> exchange = Mono.defer(() -> next.exchange(call));
        if (!untilFirstByte) {
            return VideoResponse.doOnEnd(exchange, end -> permit.giveBack());
        }
        AtomicBoolean held = new AtomicBoolean(true);
        return VideoResponse.doOnEnd(exchange, end -> giveBack(permit, held))
                .doOnNext(head -> CallerCode.run("A call that waited for a permit", () -> giveBack(permit, held)));
    }

    private static void giveBack(Permit permit, AtomicBoolean held) {
        if (held.compareAndSet(true, false)) {
            permit.giveBack();
        }
    }

    private ChutesCallRejectedException refusal(ChutesCall call, String reason) {
        return new ChutesCallRejectedException(
                call.endpoint(),
                Limit.CONCURRENCY,
                subject + maxConcurrentCalls + " concurrent calls is reached: " + reason,
                null);
    }

    @Override
    public int maxConcurrentCalls() {
        return maxConcurrentCalls;
    }

    /**
     * {@return the number of free permits; for limits shared with other processes, the permits that this process does
     * not hold}
     */
    public int availablePermits() {
        return gate.available();
    }

    /** {@return the number of calls waiting for a permit} */
    public int waitingCalls() {
        return gate.waiting();
    }
}
