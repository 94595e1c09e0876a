package io.github.reactorchutes.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.resilience.Backoff;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.test.ChutesEmulator;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;

/**
 * What the watch saves in the same cold start, counted by the emulator. Times are a hundredth of the defaults: a start of
 * 2 minutes, a state every 5 seconds, and a backoff of 5 to 30 seconds.
 */
class WatchFiguresTests {

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @Test
    void sendsFewerCalls() {
        coldStart(1, true); // loads classes
        for (int calls : new int[] {1, 10}) {
            Figures blind = coldStart(calls, false);
            Figures watched = coldStart(calls, true);

            System.out.println("cold start of " + calls + " calls, blind: " + blind + "; watched: " + watched);
            assertThat(watched.posts())
                    .as("one before the start and one after it")
                    .isLessThanOrEqualTo(2L * calls);
            assertThat(blind.posts()).isGreaterThan(watched.posts());
            assertThat(watched.streams()).isBetween(1L, 2L);
        }
    }

    private Figures coldStart(int calls, boolean watch) {
        try (ChutesEmulator emulator = ChutesEmulator.builder()
                .coldStart(Duration.ofMillis(1_250))
                .warmUpInterval(Duration.ofMillis(50))
                .timeToFirstByte(Duration.ZERO)
                .start()) {
            emulator.chute("Wan2.1-14B").cold();
            ChutesClient client = clients.client(
                    emulator.baseUrl(),
                    builder -> builder.filter(RetryFilter.builder()
                            .coldStart(Backoff.of(60, Duration.ofMillis(50), Duration.ofMillis(300)))
                            .watchWarmUp(watch)
                            .build()));
            long started = System.nanoTime();
            long firstNanos = Flux.range(0, calls)
                    .flatMap(i -> client.exchange(Requests.text()), calls)
                    .flatMap(WatchFiguresTests::drained, calls)
                    .map(ended -> System.nanoTime() - started)
                    .collectList()
                    .blockOptional(Calls.SOON)
                    .orElseThrow()
                    .get(0);
            return new Figures(
                    count(emulator, "POST"),
                    count(emulator, "GET"),
                    Duration.ofNanos(firstNanos).toMillis());
        }
    }

    private static Flux<Boolean> drained(VideoResponse response) {
        return response.body()
                .doOnNext(DataBufferUtils::release)
                .then()
                .thenReturn(true)
                .flux();
    }

    private static long count(ChutesEmulator emulator, String method) {
        return emulator.requests().stream()
                .filter(request -> request.method().equals(method))
                .count();
    }

    private record Figures(long posts, long streams, long firstVideoMillis) {}
}
