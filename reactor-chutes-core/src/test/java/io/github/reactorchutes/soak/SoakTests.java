package io.github.reactorchutes.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.fuzz.UnhealthyServer;
import io.github.reactorchutes.resilience.Resilience;
import io.github.reactorchutes.sink.VideoBytes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Full load with one fault in a hundred for {@code -Dchutes.soakMinutes}; prints a sample a minute. Server and client are
 * in one JVM, so the samples are of both.
 */
@Tag("proof")
class SoakTests {

    /** One to warm up, and one for each of the two samples there are to compare. */
    private static final int LEAST_MINUTES = 3;

    private static final int MINUTES = Math.max(LEAST_MINUTES, Integer.getInteger("chutes.soakMinutes", 30));

    private static final long SEED = Long.getLong("chutes.fuzzSeed", 20_261_126L);

    private static final int AT_ONCE = 32;

    private static final byte[] VIDEO = Videos.ofSize(1_000_000);

    private final LongAdder videos = new LongAdder();

    private final LongAdder failures = new LongAdder();

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void growsNothingUnderLoad() throws IOException {
        try (RawServer server = UnhealthyServer.start(SEED, VIDEO);
                ChutesClient client = client(server)) {
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
            Disposable load = Flux.range(0, AT_ONCE)
                    .flatMap(i -> call(client).repeat(() -> System.nanoTime() < end), AT_ONCE)
                    .subscribe();
            List<Sample> samples = sample(server, load);

            Await.untilAsserted(() -> {
                assertThat(client.connectionStats().active()).isZero();
                assertThat(client.connectionStats().pending()).isZero();
            });
            assertFlat(samples);
        }
    }

    private static ChutesClient client(RawServer server) {
        return ChutesClient.builder()
                .apiToken("cpk_test.secret")
                .baseUrl(server.url())
                .maxConnections(AT_ONCE)
                .idleTimeout(Duration.ofSeconds(5))
                .firstByteTimeout(Duration.ofSeconds(10))
                .filters(Resilience.builder().build())
                .build();
    }

    private Mono<Void> call(ChutesClient client) {
        return client.exchange(Requests.text())
                .flatMapMany(VideoResponse::body)
                .map(buffer -> (long) VideoBytes.take(buffer).length)
                .reduce(0L, Long::sum)
                .doOnNext(bytes -> assertThat(bytes).isEqualTo(VIDEO.length))
                .doOnNext(bytes -> videos.increment())
                .onErrorResume(ChutesException.class, failure -> {
                    failures.increment();
                    return Mono.empty();
                })
                .then();
    }

    /** The first minute warms up and is no sample. */
    private List<Sample> sample(RawServer server, Disposable load) {
        List<Sample> samples = new ArrayList<>();
        for (int minute = 1; minute <= MINUTES && !load.isDisposed(); minute++) {
            Mono.delay(Duration.ofMinutes(1)).block();
            server.forget();
            Sample sample = Sample.take();
            System.out.println(
                    "SoakTests: minute " + minute + ": " + videos + " videos, " + failures + " failures, " + sample);
            if (minute > 1) {
                samples.add(sample);
            }
        }
        return samples;
    }

    private static void assertFlat(List<Sample> samples) {
        int half = samples.size() / 2;
        Sample early = samples.subList(0, half).stream().reduce(Sample::max).orElseThrow();
        Sample late = samples.subList(half, samples.size()).stream()
                .reduce(Sample::max)
                .orElseThrow();
        System.out.println("SoakTests: most in the first half: " + early + "; in the second: " + late);
        assertThat(late.heapBytes()).as("heap").isLessThan(early.heapBytes() * 5 / 4 + 8_000_000);
        assertThat(late.directBytes()).as("direct memory").isLessThan(early.directBytes() * 5 / 4 + 8_000_000);
        assertThat(late.files()).as("file descriptors").isLessThan(early.files() + AT_ONCE);
        assertThat(late.threads()).as("threads").isLessThan(early.threads() + AT_ONCE);
    }
}
