package io.github.reactorchutes.resilience;

import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.exchange.VideoCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Sends a call again when that is safe: the platform never saw it, or rejected it before any work for a reason that
 * passes ({@link ChutesException#isRetryable()}). A call whose outcome is unknown and a body that broke are never sent
 * again. The waits grow exponentially and are jittered.
 *
 * @since 0.1.0
 */
public final class RetryFilter implements VideoExchangeFilter {

    private static final Logger logger = LoggerFactory.getLogger(RetryFilter.class);

    private static final double JITTER = 0.5;

    private final int maxRetries;

    private final Duration minBackoff;

    private final Duration maxBackoff;

    private RetryFilter(int maxRetries, Duration minBackoff, Duration maxBackoff) {
        this.maxRetries = maxRetries;
        this.minBackoff = minBackoff;
        this.maxBackoff = maxBackoff;
    }

    /**
     * Retry with waits from 1 second, doubling up to 1 minute.
     *
     * @param maxRetries how often to send again after the first attempt; 0 or more
     * @return the filter
     */
    public static RetryFilter of(int maxRetries) {
        return of(maxRetries, Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    /**
     * Retry with chosen waits.
     *
     * @param maxRetries how often to send again after the first attempt; 0 or more
     * @param minBackoff the first wait, jittered by half; positive
     * @param maxBackoff the longest wait; not shorter than the first
     * @return the filter
     */
    public static RetryFilter of(int maxRetries, Duration minBackoff, Duration maxBackoff) {
        if (maxRetries < 0) {
            throw new IllegalArgumentException("maxRetries must be 0 or more but was " + maxRetries);
        }
        if (minBackoff.isNegative() || minBackoff.isZero() || maxBackoff.compareTo(minBackoff) < 0) {
            throw new IllegalArgumentException(
                    "backoff must be positive and growing but was " + minBackoff + " to " + maxBackoff);
        }
        return new RetryFilter(maxRetries, minBackoff, maxBackoff);
    }

    @Override
    public Mono<VideoResponse> filter(VideoCall call, VideoExchange next) {
        return Mono.defer(() -> {
            Attempts attempts = new Attempts(call);
            return Mono.defer(() -> next.exchange(attempts.next())).retryWhen(policy(attempts));
        });
    }

    private Retry policy(Attempts attempts) {
        return Retry.backoff(maxRetries, minBackoff)
                .maxBackoff(maxBackoff)
                .jitter(JITTER)
                .filter(RetryFilter::isRetryable)
                .doBeforeRetry(signal -> logger.debug("{} failed and is sent again", attempts, signal.failure()))
                .onRetryExhaustedThrow((policy, signal) -> signal.failure());
    }

    private static boolean isRetryable(Throwable error) {
        return error instanceof ChutesException failure && failure.isRetryable();
    }

    /** The attempts of one subscription. */
    private static final class Attempts {

        private VideoCall call;

        private boolean begun;

        Attempts(VideoCall call) {
            this.call = call;
        }

        VideoCall next() {
            call = begun ? call.withAttempt(call.attempt() + 1) : call;
            begun = true;
            return call;
        }

        @Override
        public String toString() {
            return call.toString();
        }
    }
}
