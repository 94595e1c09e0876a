package io.github.reactorchutes.observation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.micrometer.observation.ObservationRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What being observed allocates, over all that happens between the subscription of a call and its end. */
class AllocationTests {

    private static final int ROUNDS = 20;

    private static final int CALLS = 500;

    private static final ChutesCall CALL = ChutesCall.of(Requests.text());

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void isNothingWhileNobodyListens() {
        long bare = bytesOfACall(filters -> {});

        assertThat(bytesOfACall(ChutesObservations.of(ObservationRegistry.NOOP)))
                .isEqualTo(bare);
        assertThat(bytesOfACall(ChutesObservations.of(ObservationRegistry.create())))
                .isEqualTo(bare);
    }

    /** The counterpart: what is measured shows an observation. */
    @Test
    void isSomethingWhenSomebodyListens() {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new Journal());

        assertThat(bytesOfACall(ChutesObservations.of(registry))).isGreaterThan(bytesOfACall(filters -> {}) + 100);
    }

    /** The least of many rounds, because the first ones compile, and load classes. */
    private long bytesOfACall(Consumer<List<VideoExchangeFilter>> observed) {
        VideoExchange exchange = exchange(observed);
        return LongStream.range(0, ROUNDS)
                .map(round -> bytesOfARound(exchange) / CALLS)
                .min()
                .orElseThrow();
    }

    private long bytesOfARound(VideoExchange exchange) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
            exchange.exchange(CALL).subscribe();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static VideoExchange exchange(Consumer<List<VideoExchangeFilter>> observed) {
        List<VideoExchangeFilter> filters =
                new ArrayList<>(List.of(ConcurrencyLimitFilter.of(1, 1, Duration.ofSeconds(1))));
        observed.accept(filters);
        VideoExchange exchange = call -> Mono.empty();
        for (int i = filters.size() - 1; i >= 0; i--) {
            exchange = exchange.filteredBy(filters.get(i));
        }
        return exchange;
    }
}
