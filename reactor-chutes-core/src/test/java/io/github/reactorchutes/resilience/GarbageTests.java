package io.github.reactorchutes.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.observation.ChutesMeterObservationHandler;
import io.github.reactorchutes.observation.ChutesObservations;
import io.github.reactorchutes.observation.ChutesTimerObservationHandler;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/**
 * What ended calls leave to the garbage collector. Linked nodes, each of which keeps the next one alive, survive every
 * young collection as soon as the first of them is old. In a JVM of its own, so that nothing else allocates.
 */
@Tag("allocation")
class GarbageTests {

    private static final int CALLS = 200_000;

    private static final int MEGABYTE = 1024 * 1024;

    @Test
    void leavesNothingThatSurvivesYoungCollections() {
        VideoExchange exchange = guarded(call -> Mono.fromSupplier(() -> new StubResponse(call)));
        run(exchange, 1_000);
        System.gc();
        long before = survivingBytes();

        run(exchange, CALLS);

        assertThat(survivingBytes() - before).isLessThan(10 * MEGABYTE);
    }

    private static void run(VideoExchange exchange, int calls) {
        for (int i = 0; i < calls; i++) {
            exchange.exchange(ChutesCall.of(Requests.text()))
                    .doOnNext(response -> ((StubResponse) response).complete())
                    .block(Calls.SOON);
        }
    }

    private static VideoExchange guarded(VideoExchange platform) {
        MeterRegistry meters = new SimpleMeterRegistry();
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig()
                .observationHandler(new ChutesTimerObservationHandler(meters))
                .observationHandler(new ChutesMeterObservationHandler(meters));
        RateLimiterConfig wide =
                RateLimiterConfig.custom().limitForPeriod(1_000_000).build();
        List<VideoExchangeFilter> filters = new ArrayList<>();
        ChutesObservations.of(registry).accept(filters);
        Resilience.builder()
                .concurrency(ConcurrencyLimitFilter.of(8, 8, Duration.ofSeconds(1)))
                .rateLimit(RateLimitFilter.of(RateLimiter.of("wide", wide)))
                .circuitBreaker(CircuitBreakerFilter.perEndpoint())
                .retry(RetryFilter.of(3))
                .build()
                .accept(filters);
        VideoExchange exchange = platform;
        for (int i = filters.size() - 1; i >= 0; i--) {
            exchange = exchange.filteredBy(filters.get(i));
        }
        return exchange;
    }

    /** Everything but what was allocated since the last collection. */
    private static long survivingBytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .filter(pool -> !pool.getName().contains("Eden"))
                .map(MemoryPoolMXBean::getUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
