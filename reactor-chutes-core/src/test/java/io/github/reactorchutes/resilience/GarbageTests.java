package io.github.reactorchutes.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.Guards;
import io.github.reactorchutes.fixture.Requests;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
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
        VideoExchange exchange = Guards.filtered(call -> Mono.fromSupplier(() -> new StubResponse(call)), Guards.all());
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
