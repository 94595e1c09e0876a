package io.github.reactorchutes.progress;

import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.VideoCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/**
 * Tells a listener how far each call is, for progress bars. Add it as the outermost filter, so that it sees the waits of
 * the others as well. It holds no bytes, and changes nothing.
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
     * Create a filter that tells of arriving bytes every 200 milliseconds at most.
     *
     * @param listener who is told
     * @return the filter
     */
    public static ProgressFilter of(ProgressListener listener) {
        return of(listener, new GenerationTimes());
    }

    /**
     * Create a filter that estimates waits from times already known, and adds what it sees to them.
     *
     * @param listener who is told
     * @param times how long earlier generations took
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
     * Tell of arriving bytes more or less often.
     *
     * @param interval the shortest time between two events of a call's bytes; zero for one with each buffer
     * @return the changed filter, with the same experience of generations
     */
    public ProgressFilter every(Duration interval) {
        if (interval.isNegative()) {
            throw new IllegalArgumentException("interval must not be negative but was " + interval);
        }
        return new ProgressFilter(listener, interval, nanoClock, times);
    }

    @Override
    public Mono<VideoResponse> filter(VideoCall call, VideoExchange next) {
        return Mono.defer(() -> {
            CallProgress progress = new CallProgress(call, listener, interval.toNanos(), nanoClock, times);
            Mono<VideoResponse> exchange =
                    next.exchange(call.withListener(progress)).map(progress::headArrived);
            return CallEnd.listen(exchange, progress::ended);
        });
    }
}
