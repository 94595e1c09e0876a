package io.github.reactorchutes.operation;

import static io.github.reactorchutes.operation.OperationServer.json;
import static io.github.reactorchutes.operation.OperationServer.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.ChutesQueryException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawRequest;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.resilience.Backoff;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.sink.VideoBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@Tag("watched")
class OperationsTests {

    private static final String ID = "X-Chutes-OperationID: op-1";

    private static final String ENDED = """
            {"id": "op-1", "status_url": "https://api.chutes.ai/external/operations/op-1", "chute_id": "c-1", "cord": "/generate",
             "mode": "task", "status": "succeeded", "created_at": "2026-11-29T12:00:00.5+00:00", "submitted_at": null,
             "started_at": "2026-11-29T12:00:01Z", "finished_at": "2026-11-29T12:01:00", "expires_at": null,
             "usage": {"requests": 1, "output_media_seconds": {"video": 5.5, "audio": "2"}},
             "charge": {"amount": "0.374", "line_items": []}, "settlement": "settled", "error": null,
             "result": {"status": "complete", "artifacts": [
               {"index": 0, "kind": "video", "content_type": "video/mp4", "size_bytes": 1234,
                "expires_at": "2026-11-30T12:01:00+00:00", "available": true, "url": "https://elsewhere.example/steal"},
               {"index": 1, "kind": "thumbnail", "content_type": null, "size_bytes": null, "available": false}]}}
            """;

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    private final OperationServer server = new OperationServer();

    private Operations operations;

    @BeforeEach
    void makeClient() {
        operations = clients.client(
                        server.url(),
                        builder -> builder.filter(RetryFilter.builder()
                                .keyedStart(Backoff.of(3, Duration.ofMillis(1), Duration.ofMillis(5)))
                                .build()))
                .operations()
                .waiting(Duration.ofMillis(1), Duration.ofMillis(4));
    }

    @AfterEach
    void stop() throws IOException {
        clients.closeAll();
        server.close();
    }

    @Test
    void startsWithTheKeyOfTheCaller() {
        server.then(json(202, "{\"id\":\"op-1\",\"status\":\"submitted\"}", ID));

        Operation operation = value(operations.start(Requests.text(), "order-17"));

        assertThat(operation.id()).isEqualTo("op-1");
        assertThat(operation.key()).isEqualTo("order-17");
        assertThat(operation.state()).isEqualTo(OperationState.QUEUED);
        assertThat(operation.media()).isNull();
        assertThat(server.requests()).singleElement().satisfies(request -> {
            assertThat(request.head()).startsWith("POST /text2video ");
            assertThat(request.header("Idempotency-Key")).isEqualTo("order-17");
        });
    }

    @Test
    void makesOneKeyForEachSubscription() {
        server.then("", json(502, "{}"), json(202, "{}", ID), json(202, "{}", ID));
        Mono<Operation> start = operations.start(Requests.text());

        Operation first = value(start);
        Operation second = value(start);

        assertThat(first.key()).isNotEqualTo(second.key());
        assertThat(server.requests())
                .extracting(request -> request.header("Idempotency-Key"))
                .containsExactly(first.key(), first.key(), first.key(), second.key());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "202 | {} | X-Chutes-OperationID: op-1",
                "202 | not json | X-Chutes-OperationID: op-1",
                "202 | {\"id\":\"op-1\"} | X-Nothing: 1",
                "202 | {} | Location: https://api.chutes.ai/external/operations/op-1",
                "200 | {\"id\":\"op-1\",\"status\":\"pending\"} | X-Chutes-OperationID: op-1"
            })
    void findsTheIdWhereverItIs(int status, String body, String header) {
        server.then(json(status, body, header));

        Operation operation = value(operations.start(Requests.text(), "k"));

        assertThat(operation.id()).isEqualTo("op-1");
        assertThat(operation.state()).isEqualTo(OperationState.PENDING);
    }

    @Test
    void knowsAnOperationWhoseJsonIsLost() {
        server.then("HTTP/1.1 202 X\r\n" + ID + "\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n");

        assertThat(value(operations.start(Requests.text(), "k")).id()).isEqualTo("op-1");
    }

    @Test
    void failsRetryablyWithoutAnId() {
        server.then(json(202, "{\"status\":\"pending\"}"));

        ChutesOutcomeUnknownException failure =
                failure(ChutesOutcomeUnknownException.class, operations.start(Requests.text(), "k"));

        assertThat(failure.isRetryable()).isTrue();
    }

    @Test
    void keepsTheMediaOfAChuteThatAnswersAtOnce() {
        byte[] video = Videos.ofSize(500);
        server.then(
                Heads.video(500) + new String(video, StandardCharsets.ISO_8859_1).replaceAll("[^\\x00-\\x7f]", "?"));

        Operation operation = value(operations.start(Requests.text(), "k"));

        assertThat(operation.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(operation.id()).isEmpty();
        assertThat(operation.hasEnded()).isTrue();
        assertThat(operations
                        .artifact(operation, 0)
                        .flatMapMany(VideoResponse::body)
                        .map(VideoBytes::take)
                        .map(bytes -> bytes.length)
                        .reduce(Integer::sum)
                        .block(Calls.SOON))
                .isEqualTo(500);
        assertThatThrownBy(() -> operations.artifact(operation, 1)).hasMessageContaining("only the artifact 0");
    }

    @Test
    void rejectsAnInvalidKeyBeforeAnythingIsSent() {
        assertThatThrownBy(() -> operations.start(Requests.text(), "two words"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the idempotency key must");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void readsAnOperation() {
        server.then(json(200, ENDED));

        Operation operation = value(operations.get("op-1"));

        assertThat(operation.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(operation.hasEnded()).isTrue();
        assertThat(operation.key()).isNull();
        assertThat(operation.chuteId()).isEqualTo("c-1");
        assertThat(operation.createdAt()).isEqualTo(Instant.parse("2026-11-29T12:00:00.5Z"));
        assertThat(operation.startedAt()).isEqualTo(Instant.parse("2026-11-29T12:00:01Z"));
        assertThat(operation.finishedAt()).isEqualTo(Instant.parse("2026-11-29T12:01:00Z"));
        assertThat(operation.outputMediaSeconds()).isEqualByComparingTo("7.5");
        assertThat(operation.charge()).isEqualByComparingTo("0.374");
        assertThat(operation.settlement()).isEqualTo("settled");
        assertThat(operation.error()).isNull();
        assertThat(operation.artifacts()).hasSize(2);
        OperationArtifact video = operation.artifacts().get(0);
        assertThat(video.kind()).isEqualTo("video");
        assertThat(video.contentType()).isEqualTo("video/mp4");
        assertThat(video.bytes()).isEqualTo(1234);
        assertThat(video.expiresAt()).isEqualTo(Instant.parse("2026-11-30T12:01:00Z"));
        assertThat(video.isAvailable()).isTrue();
        OperationArtifact thumbnail = operation.artifacts().get(1);
        assertThat(thumbnail.index()).isEqualTo(1);
        assertThat(thumbnail.bytes()).isNull();
        assertThat(thumbnail.isAvailable()).isFalse();
        assertThat(server.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.head()).startsWith("GET /external/operations/op-1 HTTP/1.1"));
    }

    @Test
    void readsWhyAnOperationFailed() {
        server.then(json(200, """
                {"id": "op-1", "status": "failed",
                 "error": {"code": "content_policy", "message": "no\\nfoxes", "retryable": true}}"""));

        OperationError error =
                Objects.requireNonNull(value(operations.get("op-1")).error());

        assertThat(error.code()).isEqualTo("content_policy");
        assertThat(error.message()).isEqualTo("no foxes");
        assertThat(error.isRetryable()).isTrue();
        assertThat(error).hasToString("OperationError[content_policy, retryable]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"status\": 7, \"usage\": [], \"charge\": \"much\", \"result\": {\"artifacts\": {}}, \"error\": \"no\"}",
                "{\"status\": \"succeeded\", \"created_at\": \"yesterday\", \"result\": {\"artifacts\": [null, 3, {}]}}"
            })
    void toleratesWhatItDoesNotKnow(String json) {
        server.then(json(200, json));

        assertThat(value(operations.get("op-1")).id()).isEqualTo("op-1");
    }

    @Test
    void failsOnWhatIsNoOperation() {
        server.then(json(200, "[]"));

        assertThat(failure(ChutesQueryException.class, operations.get("op-1")).isRetryable())
                .isFalse();
    }

    @Test
    void watchesEachNewState() {
        server.then(
                state("pending"),
                state("pending"),
                state("submitted"),
                state("queued"),
                state("running"),
                state("running"),
                state("succeeded"));

        StepVerifier.create(operations.watch("op-1"))
                .expectNext(
                        OperationState.PENDING, OperationState.QUEUED, OperationState.RUNNING, OperationState.SUCCEEDED)
                .expectComplete()
                .verify(Calls.SOON);
        assertThat(server.requests()).hasSize(7);
    }

    @Test
    void survivesFailedPolls() {
        server.then(
                state("running"),
                "",
                json(503, "{}", "Retry-After: 0"),
                json(500, "{}"),
                json(429, "{}"),
                state("cancelled"));

        StepVerifier.create(operations.watch("op-1"))
                .expectNext(OperationState.RUNNING, OperationState.CANCELLED)
                .expectComplete()
                .verify(Calls.SOON);
    }

    @Test
    void givesUpAfterManyFailedPolls() {
        server.then(state("running"), json(500, "{}"));

        StepVerifier.create(operations.watch("op-1"))
                .expectNext(OperationState.RUNNING)
                .expectError(ChutesResponseException.class)
                .verify(Calls.SOON);
        assertThat(server.requests()).hasSize(31);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void doesNotPollAgainForWhatFailsAgain(int status) {
        server.then(json(status, "{}"));

        StepVerifier.create(operations.watch("op-1"))
                .expectError(ChutesResponseException.class)
                .verify(Calls.SOON);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void honoursRetryAfter() {
        server.then(json(200, "{\"status\":\"running\"}", "Retry-After: 1"), state("succeeded"));
        long begun = System.nanoTime();

        assertThat(value(operations.await("op-1")).state()).isEqualTo(OperationState.SUCCEEDED);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(990));
    }

    @Test
    void toleratesUnknownStates() {
        server.then(state("dreaming"), json(200, "{\"status\":\"archived\",\"finished_at\":\"2026-11-29T12:00:00Z\"}"));

        Operation last = value(operations.await("op-1"));

        assertThat(last.state()).isEqualTo(OperationState.UNKNOWN);
        assertThat(last.stateText()).isEqualTo("archived");
    }

    @Test
    void stopsPollingWhenCancelled() {
        server.then(state("running"));
        StepVerifier.create(operations.watch("op-1"))
                .expectNext(OperationState.RUNNING)
                .thenCancel()
                .verify(Calls.SOON);
    }

    @Test
    void listsAllPagesOnDemand() {
        server.then(page(0, 100, 230), page(99, 199, 230), page(199, 230, 230));

        StepVerifier.create(operations.list().map(Operation::id), 1)
                .expectNext("op-0")
                .thenRequest(Long.MAX_VALUE)
                .expectNextCount(229)
                .expectComplete()
                .verify(Calls.SOON);

        assertThat(server.requests())
                .extracting(RawRequest::path)
                .containsExactly(
                        "/external/operations?page=0&limit=100",
                        "/external/operations?page=1&limit=100",
                        "/external/operations?page=2&limit=100");
    }

    private static String page(int from, int to, int total) {
        return json(
                200,
                IntStream.range(from, to)
                        .mapToObj(i -> "{\"id\":\"op-" + i + "\",\"status\":\"succeeded\"}")
                        .collect(Collectors.joining(
                                ",", "{\"total\":" + total + ",\"page\":0,\"limit\":100,\"items\":[", "]}")));
    }

    @Test
    void listsNothing() {
        server.then(json(200, "{\"total\":0,\"items\":[]}"));

        assertThat(Objects.requireNonNull(operations.list().collectList().block(Calls.SOON)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "202 | {\"cancellation\":\"requested\"} | REQUESTED",
                "409 | {\"detail\":\"Cancellation is unavailable until submission completes.\"} | TOO_EARLY",
                "409 | {\"detail\":\"Operation is already terminal.\"} | ALREADY_ENDED",
                "409 | {\"detail\":\"Cancellation is not supported.\"} | UNSUPPORTED"
            })
    void cancels(int status, String body, Cancellation expected) {
        server.then(json(status, body));

        assertThat(value(operations.cancel("op-1"))).isEqualTo(expected);

        assertThat(server.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.head()).startsWith("POST /external/operations/op-1/cancel "));
    }

    @Test
    void failsOnOtherConflicts() {
        server.then(json(409, "{\"detail\":\"The moon is full.\"}"));

        assertThat(failure(ChutesResponseException.class, operations.cancel("op-1"))
                        .status())
                .isEqualTo(409);
    }

    @Test
    void checksItsWaits() {
        assertThatThrownBy(() -> operations.waiting(Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessage("the shortest wait must be positive but was PT0S");
        assertThatThrownBy(() -> operations.waiting(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessage("the longest wait must be at least the shortest, PT2S, but was PT1S");
    }

    private static <T> T value(Mono<T> result) {
        return Objects.requireNonNull(result.block(Calls.SOON));
    }

    private static <E extends Throwable> E failure(Class<E> type, Mono<?> result) {
        List<Throwable> failures = Objects.requireNonNull(result.then(Mono.just(List.<Throwable>of()))
                .onErrorResume(error -> Mono.just(List.of(error)))
                .block(Calls.SOON));
        assertThat(failures).singleElement().isInstanceOf(type);
        return type.cast(failures.get(0));
    }
}
