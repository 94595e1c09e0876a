package io.github.reactorchutes.callers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.resilience.CircuitBreakerFilter;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.resilience.RateLimitFilter;
import io.github.reactorchutes.resilience.Resilience;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.sink.VideoBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Whatever code that only looks on throws, wherever it is: the call ends as it would, and gives back what it holds. */
class ThrowingObserverTests {

    private static final byte[] VIDEO = Videos.ofSize(50_000);

    private static final Duration SHORT = Duration.ofMillis(1);

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    private final ConcurrencyLimitFilter concurrency = ConcurrencyLimitFilter.of(1, 10, Calls.SOON);

    private final AtomicInteger requests = new AtomicInteger();

    private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();

    private Thread.UncaughtExceptionHandler before;

    @BeforeEach
    void watchUncaughtExceptions() {
        before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> uncaught.add(thrown));
    }

    @AfterEach
    void stopWatching() {
        Thread.setDefaultUncaughtExceptionHandler(before);
    }

    static Stream<Arguments> everywhere() {
        List<Arguments> all = new ArrayList<>();
        for (Observer place : Observer.values()) {
            for (Thrown thrown : Thrown.values()) {
                all.add(Arguments.of(place, thrown));
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void changesNothing(Observer place, Thrown thrown) throws IOException {
        try (RawServer server = server()) {
            ChutesClient client = client(server, place, thrown);

            assertThat(video(client)).isEqualTo(VIDEO);
            Calls.failure(ChutesResponseException.class, call(client));
            Await.untilAsserted(() -> assertThat(concurrency.availablePermits()).isEqualTo(1));
            Disposable silent = call(client).subscribe();
            Await.untilAsserted(() -> assertThat(requests).hasValue(4));
            silent.dispose();

            Await.untilAsserted(() -> {
                assertThat(concurrency.availablePermits()).isEqualTo(1);
                assertThat(fixture.ends())
                        .extracting(CallEnd::outcome)
                        .containsExactly(CallOutcome.COMPLETED, CallOutcome.FAILED, CallOutcome.CANCELLED);
            });
            assertThat(uncaught).allMatch(error -> thrown.isFatal());
            if (thrown.isFatal()) {
                assertThat(uncaught).isNotEmpty();
            }
        } finally {
            place.remove();
        }
    }

    /** Busy once, then a video, then an error, then silence. */
    private RawServer server() {
        return RawServer.start(connection -> {
            while (true) {
                connection.readRequest();
                switch (requests.incrementAndGet()) {
                    case 1 ->
                        connection.write(Heads.answer(
                                429, "application/json", "{\"detail\":\"Infrastructure is at maximum capacity\"}"));
                    case 2 -> connection.write(Heads.video(VIDEO.length)).write(VIDEO);
                    case 3 -> connection.write(Heads.answer(404, "application/json", "{\"detail\":\"no\"}"));
                    default -> connection.awaitClientClose();
                }
            }
        });
    }

    private ChutesClient client(RawServer server, Observer place, Thrown thrown) {
        return fixture.client(
                server.url(),
                builder -> place.add(thrown)
                        .apply(builder.maxConnections(1)
                                .abandonmentTimeout(Calls.SOON)
                                .filters(Resilience.builder()
                                        .concurrency(concurrency)
                                        .retry(RetryFilter.of(2, SHORT, SHORT))
                                        .rateLimit(RateLimitFilter.perAccount())
                                        .circuitBreaker(CircuitBreakerFilter.perEndpoint())
                                        .build())));
    }

    private static Mono<VideoResponse> call(ChutesClient client) {
        return client.exchange(Requests.text()).contextWrite(context -> context.put(Observer.KEY, "value"));
    }

    private static byte[] video(ChutesClient client) {
        ByteArrayOutputStream video = new ByteArrayOutputStream();
        call(client)
                .flatMapMany(VideoResponse::body)
                .doOnNext(buffer -> video.writeBytes(VideoBytes.take(buffer)))
                .blockLast(Calls.SOON);
        return video.toByteArray();
    }
}
