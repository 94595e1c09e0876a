package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.netty.http.client.HttpClient;

/** Every timer of a call is stopped when the call ends. */
class TimerTests {

    private static final byte[] VIDEO = Videos.ofSize(200_000);

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    private final WatchedLoops loops = new WatchedLoops();

    @AfterEach
    void stopLoops() {
        assertThat(loops.shutdownGracefully(0, 1, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void stopWhenABodyCompletes() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = client(server);

            assertThat(Waiting.valueOf(client.textToVideo(Requests.text()).flatMap(Bodies::bytes)))
                    .isEqualTo(VIDEO);

            assertAllStopped();
        }
    }

    @Test
    void stopWhenABodyCompletesAfterItsConnectionWentBack() throws IOException {
        try (RawServer server = RawServer.start(Scripts.inOneSegment(Videos.ofSize(100)))) {
            ChutesClient client = client(server);
            var body = Waiting.valueOf(client.textToVideo(Requests.text()));
            Await.untilAsserted(
                    () -> assertThat(client.connectionStats().idle()).isEqualTo(1));

            Bodies.bytes(body).block(Bodies.LIMIT);

            assertAllStopped();
        }
    }

    @Test
    void stopWhenABodyIsCancelled() throws IOException {
        try (RawServer server = RawServer.start(Scripts.stalledAfter(VIDEO))) {
            Reader reader = Reader.unbounded();
            Waiting.valueOf(client(server).textToVideo(Requests.text())).subscribe(reader);
            reader.awaitSubscribed().cancel();

            assertAllStopped();
        }
    }

    @Test
    void stopWhenABodyIsReleased() throws IOException {
        try (RawServer server = RawServer.start(Scripts.stalledAfter(VIDEO))) {
            VideoResponse response = Waiting.valueOf(client(server).exchange(Requests.text()));

            response.release();

            assertAllStopped();
        }
    }

    @Test
    void stopWhenCancelledBeforeTheHead() throws IOException {
        try (RawServer server = RawServer.start(Scripts.silent())) {
            Disposable subscription = client(server).exchange(Requests.text()).subscribe();
            Await.untilAsserted(() -> assertThat(server.requests()).hasSize(1));

            subscription.dispose();

            assertAllStopped();
        }
    }

    /** The connection is there and the clock of the first byte is about to be started. */
    @Test
    void stopWhenCancelledJustBeforeTheRequestIsWritten() throws IOException {
        Asker asker = new Asker();
        try (RawServer server = RawServer.start(Scripts.silent())) {
            ChutesClient client =
                    client(server, http -> http.doOnRequest((request, connection) -> Waiting.elsewhere(asker::cancel)));

            client.exchange(Requests.text()).subscribe(asker);
            Await.untilAsserted(() -> assertThat(fixture.ends()).hasSize(1));

            fixture.assertClean();
            assertAllStopped();
            Await.untilAsserted(() -> assertThat(server.connections()).hasSize(1));
            assertThat(server.connections().get(0).isClosedByClient()).isTrue();
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void stopWhenClosed() throws IOException {
        try (RawServer server = RawServer.start(Scripts.stalledAfter(VIDEO))) {
            ChutesClient client = client(server);
            Reader reader = Reader.idle();
            Waiting.valueOf(client.textToVideo(Requests.text())).subscribe(reader);
            reader.awaitSubscribed();

            client.close();
            reader.awaitEnd();

            assertAllStopped();
        }
    }

    private ChutesClient client(RawServer server) {
        return client(server, http -> http);
    }

    private ChutesClient client(RawServer server, UnaryOperator<HttpClient> customizer) {
        return fixture.client(
                server.url(),
                settings -> settings.idleTimeout(Duration.ofMinutes(10))
                        .httpClient(http -> http.runOn(loops))
                        .httpClient(customizer));
    }

    private void assertAllStopped() {
        assertThat(loops.set()).isPositive();
        Await.untilAsserted(() -> assertThat(loops.running()).isEmpty());
    }
}
