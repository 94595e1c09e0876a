package io.github.reactorchutes.observation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.fixture.Guards;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.micrometer.observation.ObservationRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What being observed allocates, over all that happens between the subscription of a call and its end. */
class AllocationTests {

    private static final int ROUNDS = 40;

    private static final int CALLS = 500;

    private static final ChutesCall CALL = ChutesCall.of(Requests.text());

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void isNothingWhileNobodyListens() {
        long[] bytes = bytesOfACall(List.of(
                exchange(filters -> {}),
                exchange(ChutesObservations.of(ObservationRegistry.NOOP)),
                exchange(ChutesObservations.of(ObservationRegistry.create()))));

        assertThat(bytes).containsOnly(bytes[0]);
    }

    /** The counterpart: what is measured shows an observation. */
    @Test
    void isSomethingWhenSomebodyListens() {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new Journal());

        long[] bytes = bytesOfACall(List.of(exchange(filters -> {}), exchange(ChutesObservations.of(registry))));

        assertThat(bytes[1]).isGreaterThan(bytes[0] + 100);
    }

    /** Measured are 3.5 KB. Micrometer's handler of meters would take 2 KB more, an operator for each step another one. */
    @Test
    void isLittleWithMeters() {
        long[] bytes =
                bytesOfACall(List.of(exchange(filters -> {}), exchange(ChutesObservations.of(Guards.metered()))));

        assertThat(bytes[1] - bytes[0]).isLessThan(5 * 1024);
    }

    /** The least of many rounds, taken in turn, because the compiler makes the same code allocate less with time. */
    private long[] bytesOfACall(List<VideoExchange> exchanges) {
        long[] least = new long[exchanges.size()];
        Arrays.fill(least, Long.MAX_VALUE);
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < least.length; i++) {
                least[i] = Math.min(least[i], bytesOfARound(exchanges.get(i)) / CALLS);
            }
        }
        return least;
    }

    private long bytesOfARound(VideoExchange exchange) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
            exchange.exchange(CALL).subscribe();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static VideoExchange exchange(Consumer<List<VideoExchangeFilter>> observed) {
        Consumer<List<VideoExchangeFilter>> limited =
                filters -> filters.add(ConcurrencyLimitFilter.of(1, 1, Duration.ofSeconds(1)));
        return Guards.filtered(call -> Mono.empty(), limited.andThen(observed));
    }
}
