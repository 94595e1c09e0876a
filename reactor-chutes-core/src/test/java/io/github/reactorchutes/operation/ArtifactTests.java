package io.github.reactorchutes.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesArtifactException;
import io.github.reactorchutes.error.ChutesArtifactException.Reason;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesQueryException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.mp4.VideoVerdict;
import io.github.reactorchutes.sink.VideoBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** An artifact arrives once and whole, over as many connections as it takes, or its end states what is wrong. */
@Tag("watched")
class ArtifactTests {

    private static final byte[] VIDEO = Videos.ofSize(400_000);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    private final ArtifactOrigin origin = new ArtifactOrigin(VIDEO);

    private Operations operations;

    @BeforeEach
    void makeClient() {
        operations = operations(builder -> builder);
    }

    private Operations operations(UnaryOperator<ChutesClient.Builder> settings) {
        return clients.client(origin.url(), settings).operations().waiting(Duration.ofMillis(1), Duration.ofMillis(5));
    }

    @AfterEach
    void stop() throws IOException {
        clients.closeAll();
        origin.close();
    }

    @Test
    void deliversAnArtifact() {
        VideoResponse response = Calls.head(operations.artifact("op-1", 3));
        List<CallEnd> ends = new CopyOnWriteArrayList<>();
        response.onEnd(ends::add);

        assertThat(response.contentLength()).isEqualTo(VIDEO.length);
        assertThat(response.contentType()).isEqualTo("video/mp4");
        assertThat(bytes(Mono.just(response))).isEqualTo(VIDEO);
        assertThat(response.verdict())
                .isNotNull()
                .extracting(VideoVerdict::isClean)
                .isEqualTo(true);
        assertThat(ends).singleElement().satisfies(end -> {
            assertThat(end.outcome()).isEqualTo(CallOutcome.COMPLETED);
            assertThat(end.bytesReceived()).isEqualTo(VIDEO.length);
        });
        assertThat(origin.requests()).singleElement().satisfies(request -> {
            assertThat(request.head()).startsWith("GET /external/operations/op-1/artifacts/3 HTTP/1.1\r\n");
            assertThat(request.header("Authorization")).isEqualTo("Bearer cpk_test.secret");
            assertThat(request.header("Idempotency-Key")).isEmpty();
        });
    }

    @Test
    void continuesFromTheNextByte() {
        origin.then(origin.cutAfter(100_000), origin.cutAfter(50_000), ArtifactOrigin.closed());

        assertThat(bytes(operations.artifact("op-1", 0))).isEqualTo(VIDEO);

        List<String> ranges = origin.ranges();
        assertThat(ranges).hasSize(4).startsWith("");
        assertThat(start(ranges.get(1))).isBetween(1L, 100_000L);
        assertThat(start(ranges.get(2))).isBetween(start(ranges.get(1)), 150_000L);
        assertThat(ranges.get(3)).as("after no progress").isEqualTo(ranges.get(2));
        assertThat(origin.requests())
                .extracting(request -> request.header("If-Range"))
                .containsExactly("", "\"v1\"", "\"v1\"", "\"v1\"");
    }

    private static long start(String range) {
        return Long.parseLong(range.replaceAll("bytes=(\\d+)-", "$1"));
    }

    @Test
    void waitsOutServerErrors() {
        String busy = "HTTP/1.1 503 X\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n";
        origin.then(ArtifactOrigin.raw(busy), origin.cutAfter(90_000), ArtifactOrigin.raw(busy));

        assertThat(bytes(operations.artifact("op-1", 0))).isEqualTo(VIDEO);
        assertThat(origin.requests()).hasSize(4);
    }

    @Test
    void givesUpWithoutProgress() {
        origin.then(origin.cutAfter(90_000));
        origin.then(closed(20));

        ChutesArtifactException failure = failure(ChutesArtifactException.class, operations.artifact("op-1", 0));

        assertThat(failure.reason()).isEqualTo(Reason.INTERRUPTED);
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure.position()).isBetween(1L, 90_000L);
        assertThat(failure).hasMessageContaining("times in a row without progress after " + failure.position());
        assertThat(origin.requests()).hasSizeLessThanOrEqualTo(7);
    }

    @Test
    void failsAsItIsBeforeTheFirstHead() {
        origin.then(closed(20));

        assertThat(failure(ChutesQueryException.class, operations.artifact("op-1", 0))
                        .isRetryable())
                .isTrue();
        assertThat(origin.requests()).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 404, 410})
    void doesNotRepeatWhatFailsAgain(int status) {
        origin.then(ArtifactOrigin.raw("HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n"));

        ChutesResponseException failure = failure(ChutesResponseException.class, operations.artifact("op-1", 0));

        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure).hasMessageStartingWith("artifact: the server answered " + status);
        assertThat(origin.requests()).hasSize(1);
    }

    @Test
    void failsWhenTheEtagHasChanged() {
        origin.then(origin.cutAfter(90_000));
        VideoResponse response = Calls.head(operations.artifact("op-1", 0));
        origin.etag = "\"v2\"";

        assertReason(Reason.CHANGED, Mono.just(response));
    }

    @Test
    void failsWhenTheSizeHasChanged() {
        origin.then(origin.cutAfter(90_000));
        VideoResponse response = Calls.head(operations.artifact("op-1", 0));
        origin.content = Videos.ofSize(VIDEO.length + 1);

        assertReason(Reason.CHANGED, Mono.just(response));
    }

    @Test
    void failsWhenItHasBecomeShorter() {
        origin.then(origin.cutAfter(90_000));
        VideoResponse response = Calls.head(operations.artifact("op-1", 0));
        origin.content = Videos.ofSize(100);

        assertReason(Reason.CHANGED, Mono.just(response));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes 0-399999/400000",
                "bytes 7-399999/400000",
                "bytes */400000",
                "bytes 9-8/400000",
                "bytes 1-400000/400000",
                "lines 1-2/3",
                ""
            })
    void failsOnAnotherRange(String range) {
        String header = range.isEmpty() ? "" : "Content-Range: " + range + "\r\n";
        origin.then(
                origin.cutAfter(90_000),
                ArtifactOrigin.raw("HTTP/1.1 206 X\r\nETag: \"v1\"\r\nContent-Type: video/mp4\r\n" + header
                        + "Content-Length: 3\r\n\r\nabc"));

        assertReason(Reason.INVALID_RANGE, operations.artifact("op-1", 0));
    }

    @Test
    void skipsWhatItHasWhenTheServerKnowsNoRanges() {
        origin.supportsRanges = false;
        origin.then(origin.cutAfter(90_000));

        assertThat(bytes(operations.artifact("op-1", 0))).isEqualTo(VIDEO);
        assertThat(origin.requests()).hasSize(2);
    }

    @Test
    void doesNotSkipWithoutAnEtag() {
        origin.supportsRanges = false;
        origin.etag = null;
        origin.then(origin.cutAfter(90_000));

        assertReason(Reason.INVALID_RANGE, operations.artifact("op-1", 0));
    }

    @Test
    void continuesByItsSizeWithoutAnEtag() {
        origin.etag = null;
        origin.then(origin.cutAfter(90_000));

        assertThat(bytes(operations.artifact("op-1", 0))).isEqualTo(VIDEO);
        assertThat(origin.requests())
                .extracting(request -> request.header("If-Range"))
                .containsOnly("");
    }

    @Test
    void sendsNoWeakEtagAsACondition() {
        origin.etag = "W/\"v1\"";
        origin.then(origin.cutAfter(90_000));

        assertThat(bytes(operations.artifact("op-1", 0))).isEqualTo(VIDEO);
        assertThat(origin.requests())
                .extracting(request -> request.header("If-Range"))
                .containsOnly("");
    }

    @Test
    void acceptsASmallerPartThanItAskedFor() {
        origin.then(origin.cutAfter(90_000), (request, connection) -> {
            int from = (int) start(request.header("Range"));
            connection.write("HTTP/1.1 206 X\r\nETag: \"v1\"\r\nContent-Type: video/mp4\r\nContent-Range: bytes " + from
                    + "-" + (from + 9) + "/" + VIDEO.length + "\r\nContent-Length: 10\r\n\r\n");
            connection.write(Arrays.copyOfRange(VIDEO, from, from + 10));
        });

        assertThat(bytes(operations.artifact("op-1", 0))).isEqualTo(VIDEO);
    }

    @Test
    void startsAnewWhenItChangesBeforeTheFirstByte() {
        byte[] other = Videos.ofSize(5_000);
        origin.then(origin.cutAfter(0));
        VideoResponse response = Calls.head(operations.artifact("op-1", 0));
        origin.etag = "\"v2\"";
        origin.content = other;

        assertThat(bytes(Mono.just(response))).isEqualTo(other);
    }

    @Test
    void failsOnAVideoThatIsNotWhole() {
        byte[] cut = Arrays.copyOf(VIDEO, 100_000);
        origin.content = cut;

        assertReason(Reason.BROKEN_VIDEO, operations.artifact("op-1", 0));
        assertThat(bytes(operations(builder -> builder.verifyVideo(false)).artifact("op-1", 0)))
                .isEqualTo(cut);
    }

    @Test
    void fetchesTheRest() {
        assertThat(bytes(operations.artifact("op-1", 0, 150_000, "\"v1\"")))
                .isEqualTo(Arrays.copyOfRange(VIDEO, 150_000, VIDEO.length));
        assertThat(origin.ranges()).containsExactly("bytes=150000-");
    }

    @Test
    void fetchesNothingOfWhatIsComplete() {
        VideoResponse response = Calls.head(operations.artifact("op-1", 0, VIDEO.length, "\"v1\""));

        assertThat(response.contentLength()).isZero();
        assertThat(bytes(Mono.just(response))).isEmpty();
    }

    @Test
    void refusesTheRestOfAnotherArtifact() {
        assertReason(Reason.CHANGED, operations.artifact("op-1", 0, 150_000, "\"v0\""));
        assertReason(Reason.CHANGED, operations.artifact("op-1", 0, VIDEO.length + 5, "\"v1\""));
    }

    @Test
    void doesNotResumeForAConsumerThatStopped() {
        Operations impatient = operations(builder -> builder.consumerIdleTimeout(Duration.ofMillis(200)));

        StepVerifier.create(
                        impatient
                                .artifact("op-1", 0)
                                .flatMapMany(VideoResponse::body)
                                .doOnNext(DataBufferUtils::release),
                        1)
                .expectNextCount(1)
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                ChutesBodyException.class,
                                body -> assertThat(body.reason()).isEqualTo(ChutesBodyException.Reason.CONSUMER_IDLE)))
                .verify(Calls.SOON);
        assertThat(origin.requests()).hasSize(1);
    }

    @Test
    void continuesAfterAStall() {
        origin.then((request, connection) -> {
            connection.write("HTTP/1.1 200 X\r\nETag: \"v1\"\r\nContent-Type: video/mp4\r\nContent-Length: "
                    + VIDEO.length + "\r\n\r\n");
            connection.write(Arrays.copyOf(VIDEO, 1_000)).awaitClientClose();
        });
        Operations impatient = operations(builder -> builder.idleTimeout(Duration.ofMillis(100)));

        assertThat(bytes(impatient.artifact("op-1", 0))).isEqualTo(VIDEO);
        assertThat(origin.ranges()).containsExactly("", "bytes=1000-");
    }

    @Test
    void readsOnDemandAlone() {
        origin.then(origin.cutAfter(200_000));

        StepVerifier.create(
                        operations
                                .artifact("op-1", 0)
                                .flatMapMany(VideoResponse::body)
                                .map(VideoBytes::take),
                        0)
                .expectSubscription()
                .thenRequest(1)
                .expectNextCount(1)
                .thenRequest(1)
                .expectNextCount(1)
                .thenCancel()
                .verify(Calls.SOON);
    }

    @Test
    void deliversNothingTwiceAndLeaksNothingUnderRandomCutsAndCancels() {
        Random random = new Random(20261129);
        for (int round = 0; round < 150; round++) {
            for (int cut = random.nextInt(4); cut > 0; cut--) {
                origin.then(origin.cutAfter(random.nextInt(60_000)));
            }
            long wanted = random.nextInt(3) == 0 ? Long.MAX_VALUE : random.nextInt(VIDEO.length);
            byte[] taken = take(wanted);
            assertThat(taken)
                    .as("round " + round)
                    .isEqualTo(Arrays.copyOf(VIDEO, taken.length))
                    .hasSizeGreaterThanOrEqualTo((int) Math.min(wanted, VIDEO.length));
        }
    }

    private byte[] take(long wanted) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        operations
                .artifact("op-1", 0)
                .flatMapMany(VideoResponse::body)
                .doOnNext(buffer -> bytes.writeBytes(VideoBytes.take(buffer)))
                .takeUntil(buffer -> bytes.size() >= wanted)
                .blockLast(Calls.SOON);
        return bytes.toByteArray();
    }

    @Test
    void canBeReleasedAndSubscribedToOnce() {
        VideoResponse released = Calls.head(operations.artifact("op-1", 0));
        List<CallEnd> ends = new CopyOnWriteArrayList<>();
        released.onEnd(ends::add);
        released.release();
        assertThat(ends).extracting(CallEnd::outcome).containsExactly(CallOutcome.CANCELLED);

        VideoResponse read = Calls.head(operations.artifact("op-1", 0));
        assertThat(bytes(Mono.just(read))).isEqualTo(VIDEO);
        assertThatThrownBy(() -> bytes(Mono.just(read))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void rejectsWhatCannotBeAPath() {
        assertThatThrownBy(() -> operations.artifact("../users/me", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the id of an operation");
        assertThatThrownBy(() -> operations.artifact("..", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> operations.artifact("op-1", -1))
                .hasMessage("the index of an artifact must be 0 or more but was -1");
        assertThatThrownBy(() -> operations.artifact("op-1", 0, -5, null))
                .hasMessage("the position within an artifact must be 0 or more but was -5");
        assertThat(origin.requests()).isEmpty();
    }

    private static ArtifactOrigin.Answer[] closed(int times) {
        ArtifactOrigin.Answer[] answers = new ArtifactOrigin.Answer[times];
        Arrays.fill(answers, ArtifactOrigin.closed());
        return answers;
    }

    private static void assertReason(Reason reason, Mono<VideoResponse> artifact) {
        assertThat(failure(ChutesArtifactException.class, artifact).reason()).isEqualTo(reason);
    }

    private static <E extends Throwable> E failure(Class<E> type, Mono<VideoResponse> artifact) {
        return Calls.failure(type, artifact);
    }

    private static byte[] bytes(Mono<VideoResponse> artifact) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        artifact.flatMapMany(VideoResponse::body)
                .doOnNext(buffer -> bytes.writeBytes(VideoBytes.take(buffer)))
                .blockLast(Calls.SOON);
        return bytes.toByteArray();
    }
}
