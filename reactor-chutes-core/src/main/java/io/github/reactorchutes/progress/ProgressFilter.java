package io.github.reactorchutes.progress;

import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/**
 * Reports the progress of each call to a listener, for progress bars. Add it as the outermost filter, so that it
 * includes the waits of the others. It retains no bytes and does not change the call.
 *
 * <pre>{@code
 * ChutesClient client = ChutesClient.builder()
 *         .apiToken(token)
 *         .filter(ProgressFilter.of(event -> bar.show(event.step(), event.elapsed(), event.remaining())))
 *         .build();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class ProgressFilter implements VideoExchangeFilter {

    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final ProgressListener listener;

    private final Duration interval;

    private final LongSupplier nanoClock;

    private final GenerationTimes times;

    ProgressFilter(ProgressListener listener, Duration interval, LongSupplier nanoClock, GenerationTimes times) {
        this.listener = listener;
        this.interval = interval;
        this.nanoClock = nanoClock;
        this.times = times;
    }

    /**
     * Create a filter that reports arriving bytes at most every 200 milliseconds.
     *
     * @param listener the listener
     * @return the filter
     */
    public static ProgressFilter of(ProgressListener listener) {
        return of(listener, new GenerationTimes());
    }

    /**
     * Create a filter that bases its estimates on recorded times, and records further times there.
     *
     * @param listener the listener
     * @param times the times of earlier generations
     * @return the filter
     */
    public static ProgressFilter of(ProgressListener listener, GenerationTimes times) {
        return new ProgressFilter(
                Objects.requireNonNull(listener, "listener"),
                INTERVAL,
                System::nanoTime,
                Objects.requireNonNull(times, "times"));
    }

    /**
     * Change how often arriving bytes are reported.
     *
     * @param interval the minimum time between two byte events of a call; zero for one per buffer
     * @return the changed filter, with the same generation times
     */
    public ProgressFilter every(Duration interval) {
        if (interval.isNegative()) {
            throw new IllegalArgumentException("interval must not be negative but was " + interval);
        }
        return new ProgressFilter(listener, interval, nanoClock, times);
    }

    @Override
    public Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
        return Mono.defer(() -> {
            CallProgress progress = new CallProgress(call, listener, interval.toNanos(), nanoClock, times);
            Mono<VideoResponse> exchange =
                    next.exchange(call.withListener(progress)).map(progress::headArrived);
            return VideoResponse.doOnEnd(exchange, progress::ended);
        });
    }
}
