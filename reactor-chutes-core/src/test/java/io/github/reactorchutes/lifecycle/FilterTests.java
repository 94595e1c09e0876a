package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.RawServer.Script;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.resilience.RetryFilter;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

class FilterTests {

    private static final byte[] VIDEO = Videos.ofSize(100_000);

    private static final Script BREAKING_AT_50_000 = connection -> {
        connection.readRequest();
        connection.write(Heads.video(VIDEO.length)).write(Arrays.copyOf(VIDEO, 50_000));
    };

    private static final Duration SHORT = Duration.ofMillis(10);

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    private final List<String> order = new CopyOnWriteArrayList<>();

    private final List<CallEnd> inner = new CopyOnWriteArrayList<>();

    @Test
    void runFromTheFirstAddedToTheLast() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = client(server, noting("first"), noting("second"));

            assertThat(fetch(client)).isEqualTo(VIDEO);

            assertThat(order).containsExactly("first in", "second in", "second out", "first out");
        }
    }

    private VideoExchangeFilter noting(String name) {
        return (call, next) -> Mono.defer(() -> {
            order.add(name + " in");
            return next.exchange(call).doOnNext(response -> order.add(name + " out"));
        });
    }

    @Test
    void addHeadersToTheRequest() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client =
                    client(server, (call, next) -> next.exchange(call.withHeader("X-Request-Id", "fox-1")));

            assertThat(fetch(client)).isEqualTo(VIDEO);

            assertThat(server.requests().get(0).header("X-Request-Id")).isEqualTo("fox-1");
        }
    }

    @Test
    void releaseAResponseTheyReplaceByAnError() throws IOException {
        try (RawServer server = RawServer.start(Scripts.stalledAfter(VIDEO))) {
            ChutesClient client = client(
                    server,
                    (call, next) -> next.exchange(call).flatMap(response -> {
                        response.release();
                        return Mono.error(new ArithmeticException("not this one"));
                    }));

            assertThatThrownBy(() -> fetch(client)).isInstanceOf(ArithmeticException.class);

            assertThat(server.connections().get(0).isClosedByClient()).isTrue();
            assertOutcomes(CallOutcome.FAILED);
        }
    }

    @Test
    void mayEndACallWithoutAResponse() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = client(server, (call, next) -> Mono.empty());

            assertThat(client.textToVideo(Requests.text()).block(Bodies.LIMIT)).isNull();

            assertThat(server.connections()).isEmpty();
            assertOutcomes(CallOutcome.CANCELLED);
        }
    }

    @Test
    void decorateBodies() throws IOException {
        AtomicInteger buffers = new AtomicInteger();
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = client(
                    server,
                    (call, next) -> next.exchange(call)
                            .map(response ->
                                    response.mapBody(body -> body.doOnNext(buffer -> buffers.incrementAndGet()))));

            assertThat(fetch(client)).isEqualTo(VIDEO);

            assertThat(buffers).hasPositiveValue();
            assertOutcomes(CallOutcome.COMPLETED);
        }
    }

    @Test
    void hearTheEndOnceAndBeforeTheReaderDoes() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = client(
                    server,
                    (call, next) ->
                            VideoResponse.doOnEnd(next.exchange(call), end -> order.add("told " + end.outcome())));

            client.textToVideo(Requests.text())
                    .flatMapMany(body -> body)
                    .map(Bodies::drop)
                    .doOnComplete(() -> order.add("complete"))
                    .blockLast(Bodies.LIMIT);

            assertThat(order).containsExactly("told COMPLETED", "complete");
        }
    }

    @Test
    void hearOfABrokenBody() throws IOException {
        try (RawServer server = RawServer.start(BREAKING_AT_50_000)) {
            ChutesClient client = client(server, listening());
            Reader reader = Reader.unbounded();
            Waiting.valueOf(client.textToVideo(Requests.text())).subscribe(reader);

            assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_ERROR);
            assertOutcomes(CallOutcome.FAILED);
            assertThat(inner).singleElement().satisfies(end -> {
                assertThat(end.error()).isSameAs(reader.error());
                assertThat(end.bytesReceived()).isEqualTo(50_000);
                assertThat(end.timeToFirstByte()).isPositive();
            });
        }
    }

    @Test
    void hearOfAReleaseOnce() throws IOException {
        try (RawServer server = RawServer.start(Scripts.stalledAfter(VIDEO))) {
            ChutesClient client = client(server, listening());
            VideoResponse response = Waiting.valueOf(client.exchange(Requests.text()));

            response.release();
            response.release();

            assertOutcomes(CallOutcome.CANCELLED);
            assertThat(inner).hasSize(1);
        }
    }

    @Test
    void hearTheEndAlsoWhenTheyAskLate() throws IOException {
        try (RawServer server = RawServer.start(Scripts.stalledAfter(VIDEO))) {
            ChutesClient client = client(server);
            VideoResponse response = Waiting.valueOf(client.exchange(Requests.text()));
            response.release();

            response.onEnd(inner::add);

            assertThat(inner).extracting(CallEnd::outcome).containsExactly(CallOutcome.CANCELLED);
        }
    }

    @Test
    void hearTheEndWhenAnotherListenerThrows() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = client(
                    server,
                    listening(),
                    (call, next) -> VideoResponse.doOnEnd(next.exchange(call), end -> {
                        throw new IllegalStateException("a broken listener");
                    }));

            assertThat(fetch(client)).isEqualTo(VIDEO);
            Await.untilAsserted(
                    () -> assertThat(client.connectionStats().idle()).isEqualTo(1));
            assertThat(fetch(client)).isEqualTo(VIDEO);

            assertThat(inner).hasSize(2);
            assertThat(server.connections()).hasSize(1);
        }
    }

    /** The listener of a failed attempt throws: the caller must see the failure, and the others hear of the end. */
    @Test
    void hearTheEndWhenAnotherListenerThrowsBeforeTheHead() throws IOException {
        try (RawServer server = RawServer.start(Scripts.always(
                connection -> connection.write(Heads.answer(404, "application/json", "{\"detail\":\"no\"}"))))) {
            ChutesClient client = client(
                    server,
                    listening(),
                    (call, next) -> VideoResponse.doOnEnd(next.exchange(call), end -> {
                        throw new IllegalStateException("a broken listener");
                    }));

            assertThatThrownBy(() -> fetch(client)).hasMessageContaining("404");

            assertThat(inner).extracting(CallEnd::outcome).containsExactly(CallOutcome.FAILED);
        }
    }

    @Test
    void seeTheirOwnAttemptsInsideARetry() throws IOException {
        AtomicInteger answers = new AtomicInteger();
        try (RawServer server = RawServer.start(Scripts.always(connection -> {
            if (answers.incrementAndGet() % 3 == 0) {
                Scripts.writeChunked(connection, VIDEO);
            } else {
                connection.write(Heads.answer(
                        429, "application/json", "{\"detail\":\"Infrastructure is at maximum capacity\"}"));
            }
        }))) {
            ChutesClient client = client(server, RetryFilter.of(3, SHORT, SHORT), listening());
            Mono<VideoResponse> call = client.exchange(Requests.text());

            for (int i = 0; i < 2; i++) {
                VideoResponse response = Waiting.valueOf(call);
                assertThat(response.attempt()).isEqualTo(3);
                assertThat(Waiting.valueOf(Bodies.bytes(response.body()))).isEqualTo(VIDEO);
            }

            assertThat(server.requests()).hasSize(6);
            assertThat(server.requests().stream().map(request -> request.text()).distinct())
                    .hasSize(1);
            assertThat(inner)
                    .extracting(CallEnd::outcome)
                    .containsExactly(
                            CallOutcome.FAILED,
                            CallOutcome.FAILED,
                            CallOutcome.COMPLETED,
                            CallOutcome.FAILED,
                            CallOutcome.FAILED,
                            CallOutcome.COMPLETED);
            assertOutcomes(CallOutcome.COMPLETED, CallOutcome.COMPLETED);
        }
    }

    @Test
    void neverSendAgainWhatBrokeInItsBody() throws IOException {
        try (RawServer server = RawServer.start(BREAKING_AT_50_000)) {
            ChutesClient client = client(server, RetryFilter.of(3, SHORT, SHORT));
            Reader reader = Reader.unbounded();
            Waiting.valueOf(client.textToVideo(Requests.text())).subscribe(reader);

            assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_ERROR);
            assertThat(server.requests()).hasSize(1);
            assertOutcomes(CallOutcome.FAILED);
        }
    }

    private ChutesClient client(RawServer server, VideoExchangeFilter... filters) {
        return fixture.client(server.url(), settings -> settings.filters(all -> all.addAll(List.of(filters))));
    }

    private VideoExchangeFilter listening() {
        return (call, next) -> VideoResponse.doOnEnd(next.exchange(call), inner::add);
    }

    private static byte[] fetch(ChutesClient client) {
        return Waiting.valueOf(client.textToVideo(Requests.text()).flatMap(Bodies::bytes));
    }

    private void assertOutcomes(CallOutcome... outcomes) {
        Await.untilAsserted(
                () -> assertThat(fixture.ends()).extracting(CallEnd::outcome).containsExactly(outcomes));
    }
}
