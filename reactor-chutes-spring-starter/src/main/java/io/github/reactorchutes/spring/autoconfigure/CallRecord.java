package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.Quota;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.spring.CallFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The outermost filter, which records what a client's calls reveal about the platform. */
final class CallRecord implements VideoExchangeFilter {

    private final AtomicInteger underWay = new AtomicInteger();

    private final AtomicInteger cutCalls = new AtomicInteger();

    private volatile long drainedAt;

    private volatile Sinks.Empty<Void> idle = Sinks.empty();

    private volatile boolean draining;

    private volatile @Nullable Instant lastSuccess;

    private volatile @Nullable CallFailure lastFailure;

    private volatile @Nullable Quota quota;

    @Override
    public Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
        return Mono.defer(() -> {
            underWay.incrementAndGet();
            return VideoResponse.doOnEnd(
                    Mono.defer(() -> next.exchange(call)).doOnNext(this::headArrived), this::ended);
        });
    }

    private void headArrived(VideoResponse response) {
        Quota stated = response.quota();
        if (stated != null) {
            quota = stated;
        }
    }

    /**
     * Ignore calls that this client rejected or that failed because of the caller: they reveal nothing about the
     * platform.
     */
    private void ended(CallEnd end) {
        if (isCut(end.error())) {
            cutCalls.incrementAndGet();
        }
        if (underWay.decrementAndGet() == 0 && draining) {
            idle.tryEmitEmpty();
        }
        if (end.outcome() == CallOutcome.COMPLETED) {
            lastSuccess = Instant.now();
        } else if (end.error() instanceof ChutesException failure
                && !(failure instanceof ChutesCallRejectedException)) {
            lastFailure = new CallFailure(Instant.now(), failure);
        }
    }

    /** Calls that were not sent are not cut: they cost nothing. */
    private boolean isCut(@Nullable Throwable error) {
        if (error instanceof ChutesBodyException broken) {
            return broken.reason() == ChutesBodyException.Reason.CLIENT_CLOSED;
        }
        return draining && error instanceof ChutesOutcomeUnknownException && System.nanoTime() - drainedAt >= 0;
    }

    /** Begin to count the calls that the end of the client cuts off. */
    void countCutCalls(Duration drainTimeout) {
        cutCalls.set(0);
        idle = Sinks.empty();
        drainedAt = System.nanoTime() + drainTimeout.toNanos();
        draining = true;
    }

    /** Return a signal of the end of all calls, after {@link #countCutCalls}. */
    Mono<Void> idle() {
        return underWay.get() == 0 ? Mono.empty() : idle.asMono();
    }

    int cutCalls() {
        return cutCalls.get();
    }

    int underWay() {
        return underWay.get();
    }

    @Nullable
    Instant lastSuccess() {
        return lastSuccess;
    }

    @Nullable
    CallFailure lastFailure() {
        return lastFailure;
    }

    @Nullable
    Quota quota() {
        return quota;
    }
}
