package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.observation.ChutesMeterObservationHandler;
import io.github.reactorchutes.observation.ChutesMetrics;
import io.github.reactorchutes.observation.ChutesObservations;
import io.github.reactorchutes.observation.ChutesTimerObservationHandler;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler.IgnoredMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Calls without a network, with each kind of observation. The cost of a kind per call is its difference to {@code
 * NOTHING}. The cost per buffer is a thousandth of the growth of that difference with a thousand buffers.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ObservationBenchmark {

    private static final TextToVideoRequest REQUEST =
            TextToVideoRequest.builder("a fox").build();

    @Param
    private Observed observed = Observed.NOTHING;

    @Param({"1", "1001"})
    private int buffers;

    private VideoExchange exchange = new MemoryExchange(0);

    /** The kinds of observation. */
    public enum Observed {
        NOTHING(filters -> {}),
        NOOP(ChutesObservations.of(ObservationRegistry.NOOP)),
        OBSERVATIONS(ChutesObservations.of(metered(DefaultMeterObservationHandler::new))),
        FASTER_TIMERS(ChutesObservations.of(metered(ChutesTimerObservationHandler::new))),
        WITHOUT_LONG_TASK_TIMERS(ChutesObservations.of(
                metered(meters -> new ChutesTimerObservationHandler(meters, IgnoredMeters.LONG_TASK_TIMER)))),
        METERS(ChutesMetrics.of(new SimpleMeterRegistry()));

        @SuppressWarnings("ImmutableEnumChecker") // each fork uses one of them
        private final Consumer<List<VideoExchangeFilter>> filters;

        Observed(Consumer<List<VideoExchangeFilter>> filters) {
            this.filters = filters;
        }

        private static ObservationRegistry metered(Function<MeterRegistry, ObservationHandler<?>> timers) {
            MeterRegistry meters = new SimpleMeterRegistry();
            ObservationRegistry registry = ObservationRegistry.create();
            registry.observationConfig()
                    .observationHandler(timers.apply(meters))
                    .observationHandler(new ChutesMeterObservationHandler(meters));
            return registry;
        }
    }

    @Setup
    public void start() {
        List<VideoExchangeFilter> filters = new ArrayList<>();
        observed.filters.accept(filters);
        exchange = new MemoryExchange(buffers);
        for (int i = filters.size() - 1; i >= 0; i--) {
            exchange = exchange.filteredBy(filters.get(i));
        }
    }

    @Benchmark
    public void call(Blackhole consumer) {
        exchange.exchange(ChutesCall.of(REQUEST))
                .flatMapMany(VideoResponse::body)
                .subscribe(consumer::consume);
    }
}
