package io.github.reactorchutes.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.sink.VideoBytes;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A thousand bodies at once, each of whose readers takes a piece and pauses. */
@Tag("proof")
class SlowBodiesTests {

    private static final int BODIES = Integer.getInteger("chutes.slowBodies", 1_000);

    private static final byte[] VIDEO = Videos.ofSize(2_000_000);

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    private final AtomicLong mostBytes = new AtomicLong();

    private final LongAdder received = new LongAdder();

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void holdLittleAndArriveWhole() throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write(Heads.CHUNKED_VIDEO).writeChunk(VIDEO).writeLastChunk();
            connection.awaitClientClose();
        })) {
            ChutesClient client = fixture.client(
                    server.url(), settings -> settings.maxConnections(BODIES).idleTimeout(Duration.ofMinutes(2)));
            Disposable watch = Disposables.composite(
                    Flux.interval(Duration.ofMillis(20))
                            .subscribe(tick -> mostBytes.accumulateAndGet(fixture.liveBytes(), Math::max)),
                    Flux.interval(Duration.ofMinutes(1)).subscribe(this::printSample));

            Long whole = Flux.range(0, BODIES)
                    .flatMap(i -> readSlowly(client), BODIES)
                    .filter(bytes -> bytes == VIDEO.length)
                    .count()
                    .block(Duration.ofMinutes(25));

            watch.dispose();
            System.out.printf(
                    "SlowBodiesTests: %d of %d bodies whole, at most %.1f KB of buffers alive for each%n",
                    whole, BODIES, mostBytes.get() / 1000.0 / BODIES);
            assertThat(whole).isEqualTo(BODIES);
            assertThat(mostBytes.get() / BODIES).isLessThan(100_000);
        }
    }

    private void printSample(long minute) {
        System.out.println("SlowBodiesTests: minute " + (minute + 1) + ": " + received.sum() / 1_000_000 + " MB read, "
                + Sample.take());
    }

    private Mono<Long> readSlowly(ChutesClient client) {
        return client.exchange(Requests.text())
                .flatMapMany(VideoResponse::body)
                .map(buffer -> (long) VideoBytes.take(buffer).length)
                .doOnNext(received::add)
                .limitRate(1)
                .concatMap(bytes -> Mono.delay(Duration.ofMillis(200)).thenReturn(bytes), 1)
                .reduce(0L, Long::sum);
    }
}
