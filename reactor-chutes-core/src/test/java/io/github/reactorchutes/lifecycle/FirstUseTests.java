package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Pool and HTTP client are made by the first call. */
class FirstUseTests {

    private static final byte[] VIDEO = Videos.ofSize(1000);

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    /** The pools of the HTTP clients that were made. */
    private final List<ConnectionProvider> pools = new CopyOnWriteArrayList<>();

    @Test
    void makesNothingForAClientThatIsOnlyHeld() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = client(server);
            assertThat(client.connectionStats().active()).isZero();
            client.textToVideo(Requests.text());
            assertThat(pools).isEmpty();

            assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);
            assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);
            assertThat(pools).hasSize(1);
        }
    }

    @Test
    void closesWhatWasNeverUsedAndOpensItAgain() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = client(server);
            client.closeGracefully(Duration.ofMinutes(1)).block(Bodies.LIMIT);
            assertThat(Calls.failure(ChutesNotSentException.class, client, Requests.text()))
                    .hasMessageContaining("the client is closed");
            assertThat(pools).isEmpty();

            client.open();
            assertThat(pools).isEmpty();
            assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);
            client.closeGracefully(Duration.ZERO).block(Bodies.LIMIT);
            assertThat(pools).singleElement().matches(ConnectionProvider::isDisposed);
        }
    }

    @Test
    void makesOneOfEachForCallsThatComeTogether() throws IOException {
        int rounds = 50;
        int calls = 8;
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            for (int round = 1; round <= rounds; round++) {
                ChutesClient client = client(server);
                CyclicBarrier together = new CyclicBarrier(calls);
                List<byte[]> videos = Flux.range(0, calls)
                        .flatMap(i -> Mono.fromCallable(() -> {
                                    Waiting.pass(together);
                                    return Calls.video(client, Requests.text());
                                })
                                .subscribeOn(Schedulers.boundedElastic()))
                        .collectList()
                        .block(Bodies.LIMIT);
                assertThat(videos)
                        .hasSize(calls)
                        .allSatisfy(video -> assertThat(video).isEqualTo(VIDEO));
                assertThat(pools).hasSize(round);
                client.closeGracefully(Duration.ZERO).block(Bodies.LIMIT);
            }
        }
    }

    @Test
    void leavesNoPoolOpenWhenClosingMeetsTheFirstCall() throws IOException {
        int rounds = 500;
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            for (int round = 0; round < rounds; round++) {
                ChutesClient client = client(server);
                Race.run(
                        round,
                        () -> client.exchange(Requests.text())
                                .flatMap(video -> Bodies.bytes(video.body()))
                                .onErrorResume(FirstUseTests::isOfClosing, closed -> Mono.empty())
                                .block(Bodies.LIMIT),
                        () -> client.closeGracefully(Duration.ZERO).block(Bodies.LIMIT));
                client.closeGracefully(Duration.ZERO).block(Bodies.LIMIT);
                assertNoPoolIsLeft();
            }
        }
    }

    /** The body may be gone by the time its head is handed on. */
    private static boolean isOfClosing(Throwable failure) {
        return failure instanceof ChutesException || failure instanceof IllegalStateException;
    }

    private void assertNoPoolIsLeft() {
        Await.untilAsserted(() -> assertThat(pools).allMatch(ConnectionProvider::isDisposed));
    }

    @Test
    void failsTheCallWithWhatACustomizerThrowsAndTriesAgainAtTheNext() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(
                    server.url(),
                    settings -> settings.httpClient(this::remember).httpClient(this::refuseTheFirst));
            ChutesNotSentException failure = Calls.failure(ChutesNotSentException.class, client, Requests.text());
            assertThat(failure.phase()).isEqualTo(CallPhase.PREPARE);
            assertThat(failure).hasMessageContaining("no such proxy");
            assertThat(pools).singleElement().matches(ConnectionProvider::isDisposed);

            assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);
        }
    }

    @ParameterizedTest
    @CsvSource({"X-Tenant, a\\r\\nX-Injected: 1", "X-Tenant, a\\nX", "X-Tenant: 1\\r\\nX, a", "X-Tenant, a\\0"})
    void sendsNothingWithAHeaderThatWouldBeTwo(String name, String value) throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(
                    server.url(),
                    settings -> settings.httpClient(
                            http -> http.headers(all -> all.set(name.translateEscapes(), value.translateEscapes()))));
            ChutesNotSentException failure = Calls.failure(ChutesNotSentException.class, client, Requests.text());
            assertThat(failure.phase()).isEqualTo(CallPhase.PREPARE);
            assertThat(failure.getMessage()).doesNotContain("\r", "\n", "\0", "Injected");
            assertThat(server.requests()).isEmpty();
        }
    }

    private ChutesClient client(RawServer server) {
        return fixture.client(server.url(), settings -> settings.httpClient(this::remember));
    }

    private HttpClient remember(HttpClient made) {
        pools.add(made.configuration().connectionProvider());
        return made;
    }

    private HttpClient refuseTheFirst(HttpClient made) {
        if (pools.size() == 1) {
            throw new IllegalArgumentException("no such proxy");
        }
        return made;
    }
}
