package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesBodyException.Reason;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.SignalType;

class GracefulClosingTests {

    private static final byte[] VIDEO = Videos.ofSize(1_000_000);

    private static final Duration LONG = Duration.ofMinutes(10);

    private static final Duration SHORT = Duration.ofMillis(200);

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    private final RawServer server = RawServer.start(Scripts.chunked(VIDEO));

    private final Reader reader = Reader.idle();

    private ChutesClient client = ChutesClient.create("cpk_replaced.before.each.test");

    @BeforeEach
    void makeClient() {
        client = fixture.client(server.url());
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    @Test
    void letsABodyFinishAndNoNewCallBegin() {
        beginBody();

        CompletableFuture<Void> closed = client.closeGracefully(LONG).toFuture();
        assertThatThrownBy(this::fetch).isInstanceOf(ChutesNotSentException.class);
        assertThat(closed).isNotDone();
        reader.request(Long.MAX_VALUE);

        assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_COMPLETE);
        assertThat(reader.bytes()).isEqualTo(VIDEO.length);
        Waiting.await(closed);
        assertThat(server.connections().get(0).isClosedByClient()).isTrue();
        assertOutcomes(CallOutcome.FAILED, CallOutcome.COMPLETED);
    }

    @Test
    void tellsTheEndOfTheLastCallBeforeItsOwn() {
        List<String> order = new CopyOnWriteArrayList<>();
        VideoResponse response = Waiting.valueOf(client.exchange(Requests.text()));
        response.onEnd(end -> order.add("told"));
        CompletableFuture<Void> closed = client.closeGracefully(LONG)
                .doOnSuccess(end -> order.add("closed"))
                .toFuture();

        assertThat(Waiting.valueOf(Bodies.bytes(response.body()))).isEqualTo(VIDEO);

        Waiting.await(closed);
        assertThat(order).containsExactly("told", "closed");
    }

    @Test
    void failsWhatHasNotEndedInTime() {
        beginBody();

        client.closeGracefully(SHORT).block(Bodies.LIMIT);

        assertOutcomes(CallOutcome.FAILED);
        assertReaderFailed();
    }

    @Test
    void endsAtOnceWhenNothingIsUnderWay() {
        assertThat(fetch()).isEqualTo(VIDEO);

        client.closeGracefully(LONG).block(Bodies.LIMIT);

        assertThat(server.connections().get(0).isClosedByClient()).isTrue();
    }

    @Test
    void doesNothingBeforeItIsSubscribedTo() {
        assertThat(client.closeGracefully(LONG)).isNotNull();

        assertThat(fetch()).isEqualTo(VIDEO);
    }

    @Test
    void leavesNewCallsAloneWhenTheClientIsOpenedMeanwhile() {
        beginBody();
        CompletableFuture<Void> closed = client.closeGracefully(LONG).toFuture();

        client.open();

        assertThat(fetch()).isEqualTo(VIDEO);
        assertThat(closed).isNotDone();
        Await.untilAsserted(() -> assertThat(client.connectionStats().idle()).isEqualTo(1));
        reader.request(Long.MAX_VALUE);
        assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_COMPLETE);
        Waiting.await(closed);
        assertThat(fetch()).isEqualTo(VIDEO);
        assertThat(server.connections()).hasSize(2);
    }

    /** Who closes at once does not wait any longer: a drain under way must not shield the calls from it. */
    @Test
    void isCutShortByAnImmediateClose() {
        beginBody();
        CompletableFuture<Void> drained = client.closeGracefully(LONG).toFuture();

        client.close();

        assertReaderFailed();
        Waiting.await(drained);
        assertOutcomes(CallOutcome.FAILED);
    }

    @Test
    void waitsForTheDrainUnderWayWhenAskedAgain() {
        beginBody();
        CompletableFuture<Void> first = client.closeGracefully(LONG).toFuture();
        CompletableFuture<Void> second = client.closeGracefully(LONG).toFuture();

        assertThat(second).isNotDone();
        reader.request(Long.MAX_VALUE);

        Waiting.await(first);
        Waiting.await(second);
        assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_COMPLETE);
    }

    /** A caller who gives up waiting does not keep the calls, or the pool, alive for ever. */
    @Test
    void goesOnWhenNobodyWaitsForItAnyMore() {
        beginBody();

        client.closeGracefully(SHORT).subscribe().dispose();

        assertReaderFailed();
        assertOutcomes(CallOutcome.FAILED);
    }

    private void beginBody() {
        Waiting.valueOf(client.textToVideo(Requests.text())).subscribe(reader);
        reader.awaitSubscribed();
    }

    private byte[] fetch() {
        return Waiting.valueOf(client.textToVideo(Requests.text()).flatMap(Bodies::bytes));
    }

    private void assertReaderFailed() {
        assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_ERROR);
        assertThat(reader.error())
                .isInstanceOfSatisfying(
                        ChutesBodyException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.CLIENT_CLOSED));
    }

    private void assertOutcomes(CallOutcome... outcomes) {
        Await.untilAsserted(
                () -> assertThat(fixture.ends()).extracting(CallEnd::outcome).containsExactly(outcomes));
    }
}
