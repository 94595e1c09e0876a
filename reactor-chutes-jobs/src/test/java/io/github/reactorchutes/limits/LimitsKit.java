package io.github.reactorchutes.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.resilience.RateLimitFilter;
import io.github.reactorchutes.resilience.Resilience;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** What the filters promise, whatever keeps the limits: the memory of the process, or a database. */
abstract class LimitsKit {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final ChutesEmulator emulator = ChutesEmulator.builder()
            .smallVideos(true)
            .concurrency(3)
            .timeToFirstByte(Duration.ofMillis(20))
            .start();

    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    Path folder;

    /** Return a filter of calls. */
    abstract ConcurrencyLimitFilter calls(int maxCalls, int maxWaiting, Duration maxWait);

    /** Return a filter of attempts. */
    abstract RateLimitFilter attempts(int requests, Duration period, Duration maxWait);

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        emulator.close();
    }

    @Test
    void letsNoMoreCallsThroughThanAllowed() {
        ConcurrencyLimitFilter limit = calls(3, 1_000, SOON);
        ChutesClient client = client(Resilience.builder().concurrency(limit));

        List<Long> videos =
                Flux.range(0, 60).flatMap(i -> video(client), 60).collectList().block(SOON);

        assertThat(videos).as("the emulator rejects a fourth call").hasSize(60);
        Await.untilAsserted(() -> assertThat(limit.availablePermits()).isEqualTo(3));
        assertThat(limit.waitingCalls()).isZero();
    }

    @Test
    void servesItsQueueInOrder() {
        ChutesClient client = client(Resilience.builder().concurrency(calls(1, 1_000, SOON)));

        Flux.range(0, 12)
                .flatMap(
                        i -> video(
                                client, TextToVideoRequest.builder("fox " + i).build()),
                        12)
                .blockLast(SOON);

        List<Object> prompts = emulator.requests().stream()
                .map(request -> Objects.requireNonNull(request.json().get("prompt")))
                .toList();
        assertThat(prompts)
                .containsExactlyElementsOf(
                        IntStream.range(0, 12).mapToObj(i -> "fox " + i).toList());
    }

    @Test
    void rejectsCallsBeyondItsQueue() {
        ConcurrencyLimitFilter limit = calls(1, 1, SOON);
        ChutesClient client = client(Resilience.builder().concurrency(limit));
        emulator.enqueue(Reply.silent());
        Disposable held = start(client, 1);
        Disposable waiting = video(client).subscribe(bytes -> {}, error -> {});
        Await.untilAsserted(() -> assertThat(limit.waitingCalls()).isEqualTo(1));

        assertRejected(client, Limit.CONCURRENCY);

        waiting.dispose();
        Await.untilAsserted(() -> assertThat(limit.waitingCalls()).isZero());
        held.dispose();
    }

    @Test
    void rejectsCallsThatWaitTooLong() {
        ChutesClient client = client(Resilience.builder().concurrency(calls(1, 10, Duration.ofMillis(300))));
        emulator.enqueue(Reply.silent());
        Disposable held = start(client, 1);

        assertRejected(client, Limit.CONCURRENCY);

        held.dispose();
        // a lease is released a moment later, and the wait of this client is short
        assertThat(video(client)
                        .retryWhen(Retry.fixedDelay(100, Duration.ofMillis(50)))
                        .block(SOON))
                .isPositive();
    }

    @Test
    void returnsThePermitHoweverACallEnds() {
        ConcurrencyLimitFilter limit = calls(1, 10, SOON);
        ChutesClient client = client(Resilience.builder().concurrency(limit));
        emulator.enqueue(Reply.of(500), Reply.video(new byte[50_000]).cutAfter(10_000), Reply.silent());
        assertThatThrownBy(() -> video(client).block(SOON)).isInstanceOf(ChutesResponseException.class);
        assertThatThrownBy(() -> video(client).block(SOON)).isInstanceOf(Exception.class);
        start(client, 3).dispose();

        assertThat(video(client).block(SOON)).isPositive();
        Await.untilAsserted(() -> assertThat(limit.availablePermits()).isEqualTo(1));
    }

    @Test
    void returnsThePermitAtTheFirstByteOnRequest() {
        ConcurrencyLimitFilter limit = calls(1, 10, SOON).untilFirstByte();
        ChutesClient client = client(Resilience.builder().concurrency(limit));
        List<Flux<?>> bodies = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            bodies.add(Objects.requireNonNull(client.textToVideo(Service.PROMPT).block(SOON)));
        }

        bodies.forEach(body ->
                body.cast(DataBuffer.class).doOnNext(DataBufferUtils::release).blockLast(SOON));
        Await.untilAsserted(() -> assertThat(limit.availablePermits()).isEqualTo(1));
    }

    /** A permit may fall due at the end of one period, and the next ones at the start of another. */
    @Test
    void sendsNoMoreAttemptsInTwoPeriodsThanTheyAllow() {
        RateLimitFilter limit = attempts(4, Duration.ofMillis(500), SOON);
        ChutesClient client =
                client(Resilience.builder().concurrency(calls(3, 100, SOON)).rateLimit(limit));

        Flux.range(0, 16).flatMap(i -> video(client), 16).blockLast(SOON);

        List<Instant> times = emulator.requests().stream()
                .map(request -> request.arrivedAt())
                .sorted()
                .toList();
        assertThat(times).hasSize(16);
        Duration spread = Duration.between(times.get(0), times.get(15));
        assertThat(spread).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void rejectsAnAttemptThatWouldWaitTooLong() {
        ChutesClient client =
                client(Resilience.builder().rateLimit(attempts(1, Duration.ofHours(1), Duration.ofMillis(100))));
        assertThat(video(client).block(SOON)).isPositive();

        assertRejected(client, Limit.RATE);
    }

    @Test
    void returnsThePermitOfAnAttemptThatReachedNobody() {
        RateLimitFilter limit = attempts(1, Duration.ofHours(1), Duration.ofSeconds(10));
        ChutesClient nobody = ChutesClient.builder()
                .apiToken("cpk_test.secret")
                .baseUrl(URI.create("http://127.0.0.1:1"))
                .filter(limit)
                .build();
        open.add(nobody);
        assertThatThrownBy(() -> video(nobody).block(SOON)).isInstanceOf(Exception.class);

        ChutesClient client = client(Resilience.builder().rateLimit(limit));
        Await.untilAsserted(
                () -> assertThat(video(client).onErrorComplete().block(SOON)).isNotNull());
    }

    private ChutesClient client(Resilience.Builder filters) {
        ChutesClient client = ChutesClient.builder()
                .apiToken("cpk_test.secret")
                .baseUrl(emulator.baseUrl())
                .filters(filters.build())
                .build();
        open.add(client);
        return client;
    }

    /** Close something after the test, after the clients. */
    final void closeLater(AutoCloseable resource) {
        open.add(resource);
    }

    private static Mono<Long> video(ChutesClient client) {
        return video(client, Service.PROMPT);
    }

    private static Mono<Long> video(ChutesClient client, TextToVideoRequest request) {
        return client.textToVideo(request)
                .flatMap(video -> video.map(buffer -> {
                            long bytes = buffer.readableByteCount();
                            DataBufferUtils.release(buffer);
                            return bytes;
                        })
                        .reduce(0L, Long::sum));
    }

    private Disposable start(ChutesClient client, int expectedRequests) {
        Disposable call = video(client).subscribe(bytes -> {}, error -> {});
        Await.untilAsserted(() -> assertThat(emulator.requestCount()).isEqualTo(expectedRequests));
        return call;
    }

    private static void assertRejected(ChutesClient client, Limit limit) {
        assertThatThrownBy(() -> video(client).block(SOON))
                .isInstanceOfSatisfying(
                        ChutesCallRejectedException.class,
                        rejected -> assertThat(rejected.limit()).isEqualTo(limit));
    }
}
