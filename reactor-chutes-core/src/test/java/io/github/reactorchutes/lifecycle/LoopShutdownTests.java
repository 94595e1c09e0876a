package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.netty.http.HttpResources;
import reactor.netty.resources.LoopResources;
import reactor.test.StepVerifier;

/** The event loops can be gone before the client is; whatever a call has come to, it ends and leaves nothing. */
class LoopShutdownTests {

    private static final byte[] VIDEO = Videos.ofSize(100);

    private static final String SHUT_DOWN = "the event loop was shut down";

    private final LoopResources loops = LoopResources.create("shutdown", 1, true);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    /** What the server had sent when the loops went. */
    enum Answer {
        HEAD(Heads.video(VIDEO.length), 0),
        PART(Heads.video(VIDEO.length), VIDEO.length / 2),
        WHOLE(Heads.video(VIDEO.length), VIDEO.length),
        WHOLE_AND_CLOSED(Heads.video(VIDEO.length).replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"), VIDEO.length);

        private final String head;

        private final int bytes;

        Answer(String head, int bytes) {
            this.head = head;
            this.bytes = bytes;
        }

        private void play(RawConnection connection) throws IOException {
            connection.readRequest();
            connection.write(head).write(Arrays.copyOf(VIDEO, bytes));
            if (this != WHOLE_AND_CLOSED) {
                connection.awaitClientClose();
            }
        }
    }

    @AfterEach
    void stopLoops() {
        loops.disposeLater(Duration.ZERO, Calls.SOON).block(Calls.SOON);
    }

    @ParameterizedTest
    @EnumSource
    void endsAHeadThatIsKept(Answer answer) throws IOException {
        try (RawServer server = RawServer.start(answer::play)) {
            VideoResponse head = Calls.head(client(server).exchange(Requests.text()));
            stopLoops();
            awaitFailure();
            head.release();
            StepVerifier.create(head.body())
                    .expectErrorSatisfies(gone -> assertThat(gone)
                            .isInstanceOf(ChutesBodyException.class)
                            .hasMessageContaining(SHUT_DOWN))
                    .verify(Calls.SOON);
        }
    }

    @ParameterizedTest
    @EnumSource
    void failsABodyThatIsPaused(Answer answer) throws IOException {
        try (RawServer server = RawServer.start(answer::play)) {
            VideoResponse head = Calls.head(client(server).exchange(Requests.text()));
            AtomicReference<Subscription> body = new AtomicReference<>();
            StepVerifier.create(head.body().doOnSubscribe(body::set), 0)
                    .expectSubscription()
                    .then(this::stopLoops)
                    .consumeErrorWith(failure -> assertThat(failure)
                            .isInstanceOf(ChutesBodyException.class)
                            .hasMessageContaining(SHUT_DOWN)
                            .extracting("reason")
                            .isEqualTo(ChutesBodyException.Reason.CLIENT_CLOSED))
                    .verify(Calls.SOON);
            awaitFailure();
            Subscription failed = Objects.requireNonNull(body.get());
            failed.request(1);
            failed.cancel();
        }
    }

    @Test
    void failsACallThatWaitsForItsAnswer() throws IOException {
        failsWhenLoopsStopAfter(RawConnection::readRequest, Requests.text(), ChutesOutcomeUnknownException.class);
    }

    @Test
    void failsAnUpload() throws IOException {
        Image image = Image.bytes(new byte[20_000_000]).withoutCheck();
        failsWhenLoopsStopAfter(
                RawConnection::readHead,
                ImageToVideoRequest.builder("a fox", image).build(),
                ChutesNotSentException.class);
    }

    private void failsWhenLoopsStopAfter(
            RawServer.Script reading, VideoRequest request, Class<? extends ChutesException> type) throws IOException {
        CountDownLatch received = new CountDownLatch(1);
        try (RawServer server = RawServer.start(connection -> {
            reading.play(connection);
            received.countDown();
            connection.awaitClientClose();
        })) {
            StepVerifier.create(client(server).exchange(request))
                    .then(() -> await(received))
                    .then(this::stopLoops)
                    .consumeErrorWith(failure -> assertThat(failure)
                            .isInstanceOf(type)
                            .hasMessageContaining(SHUT_DOWN)
                            .hasCauseInstanceOf(CancellationException.class))
                    .verify(Calls.SOON);
            awaitFailure();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2000})
    void sendsNothingOnLoopsThatStop(long quietMillis) throws IOException {
        try (RawServer server = RawServer.start(Answer.WHOLE::play)) {
            ChutesClient client = client(server);
            assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);
            loops.disposeLater(Duration.ofMillis(quietMillis), Calls.SOON).subscribe();
            for (int i = 0; i < 10; i++) {
                Calls.failure(ChutesNotSentException.class, client, Requests.text());
            }
            assertThat(server.requests()).hasSize(1);
        }
    }

    /** By name: the global resolver goes with the global loops. */
    @ParameterizedTest
    @ValueSource(longs = {0, 2000})
    void goesOnWithTheGlobalLoopsThatReplaceOthers(long quietMillis) throws IOException {
        try (RawServer server = RawServer.startPlain(LoopShutdownTests::answerAll)) {
            ChutesClient client = clients.client(URI.create("http://localhost:" + server.port()));
            assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);
            HttpResources.disposeLoopsAndConnectionsLater(Duration.ofMillis(quietMillis), Calls.SOON)
                    .subscribe();
            for (int i = 0; i < 10; i++) {
                assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);
            }
        }
    }

    private static void answerAll(RawConnection connection) throws IOException {
        while (true) {
            connection.readRequest();
            connection.write(Heads.video(VIDEO.length)).write(VIDEO);
        }
    }

    private ChutesClient client(RawServer server) {
        return clients.client(server.url(), builder -> builder.httpClient(http -> http.runOn(loops)));
    }

    private void awaitFailure() {
        Await.untilAsserted(
                () -> assertThat(clients.ends()).extracting(CallEnd::outcome).containsExactly(CallOutcome.FAILED));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(Calls.SOON.toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
