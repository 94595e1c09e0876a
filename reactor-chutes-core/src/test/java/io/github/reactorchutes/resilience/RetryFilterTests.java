package io.github.reactorchutes.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.Logs;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawRequest;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.FastImageToVideoRequest;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.sink.VideoBytes;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.Reply;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@Tag("watched")
class RetryFilterTests {

    private static final byte[] VIDEO = Videos.ofSize(5_000);

    private static final String BUSY =
            Heads.answer(429, "application/json", "{\"detail\":\"Infrastructure is at maximum capacity\"}");

    private static final String COLD =
            Heads.answer(503, "application/json", "{\"detail\":\"No instances available (yet) for chute_id='x'\"}");

    private static final String BANNED = Heads.answer(429, "text/html", "<html>429</html>");

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    /** Row 49; a pool of one makes an attempt wait until the one before has given its connection back. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void triesAgainOnTheSameConnectionUntilThePlatformHasRoom(VideoRequest request) throws IOException {
        try (RawServer server = answering(BUSY, COLD, BANNED)) {
            ChutesClient client = clients.client(
                    server.url(), builder -> builder.maxConnections(1).filter(fast(3)));

            VideoResponse response = Calls.head(client.exchange(request));

            assertThat(response.attempt()).isEqualTo(4);
            assertThat(response.body()
                            .map(VideoBytes::take)
                            .reduce(0, (sum, bytes) -> sum + bytes.length)
                            .block(Calls.SOON))
                    .isEqualTo(VIDEO.length);
            assertThat(server.requests()).hasSize(4);
            assertThat(server.connections()).hasSize(1);
            assertThat(clients.ends())
                    .singleElement()
                    .satisfies(end -> assertThat(end.outcome()).isEqualTo(CallOutcome.COMPLETED));
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void sendsTheVerySameBytesEachTime(VideoRequest request) throws IOException {
        assertSameBytes(request);
    }

    /** Minutes of silence look like a hang. */
    @Test
    void logsAColdStartOnce() {
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            ChutesClient client = clients.client(
                    emulator.baseUrl(),
                    builder ->
                            builder.name("acme").filter(RetryFilter.of(3, Duration.ofMillis(1), Duration.ofMillis(2))));

            List<String> lines = Logs.of(RetryRun.class, Level.INFO, () -> {
                for (int i = 0; i < 2; i++) {
                    emulator.enqueue(
                            PlatformError.COLD_START.reply(),
                            PlatformError.COLD_START.reply(),
                            Reply.video(Videos.ofSize(1_000)));
                    Calls.video(client, Requests.text());
                }
            });

            assertThat(lines)
                    .singleElement()
                    .asString()
                    .contains("text-to-video of client acme", "is starting", "retrying, next in PT0.00");
        }
    }

    @Test
    void sendsTheVerySameBytesOfALargeImage(@TempDir Path directory) throws IOException {
        byte[] image = new byte[300_001];
        new Random(7).nextBytes(image);
        Path file = Files.write(directory.resolve("image"), image);

        assertSameBytes(
                FastImageToVideoRequest.builder("a fox", Image.bytes(image).withoutCheck())
                        .build());
        assertSameBytes(
                FastImageToVideoRequest.builder("a fox", Image.file(file).withoutCheck())
                        .build());
    }

    private void assertSameBytes(VideoRequest request) throws IOException {
        try (RawServer server = answering(BUSY, BUSY, COLD)) {
            assertThat(Calls.video(retrying(server, 3), request)).isEqualTo(VIDEO);

            assertThat(server.requests())
                    .hasSize(4)
                    .extracting(RetryFilterTests::sha256)
                    .containsOnly(sha256(server.requests().get(0)));
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void surfacesTheErrorOfTheLastAttempt(VideoRequest request) throws IOException {
        try (RawServer server = answering(BUSY, BUSY, BANNED)) {
            ChutesResponseException failure =
                    Calls.failure(ChutesResponseException.class, retrying(server, 2), request);

            assertThat(failure.excerpt()).isEqualTo("<html>429</html>");
            assertThat(failure.getSuppressed())
                    .hasSize(2)
                    .allSatisfy(earlier -> assertThat(earlier).hasMessageContaining("maximum capacity"));
            assertThat(server.requests()).hasSize(3);
            assertThat(clients.ends())
                    .singleElement()
                    .satisfies(end -> assertThat(end.error()).isSameAs(failure));
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void stopsAtTheFirstErrorThatMustNotBeRetried(VideoRequest request) throws IOException {
        try (RawServer server = answering(BUSY, Heads.answer(500, "text/plain", "Internal Server Error"), BUSY)) {
            ChutesResponseException failure =
                    Calls.failure(ChutesResponseException.class, retrying(server, 5), request);

            assertThat(failure.status()).isEqualTo(500);
            assertThat(server.requests()).hasSize(2);
        }
    }

    /** Row 74. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void countsAnewForEachSubscription(VideoRequest request) throws IOException {
        List<Integer> attempts = new CopyOnWriteArrayList<>();
        try (RawServer server = answering(Stream.generate(() -> BUSY).limit(12).toArray(String[]::new))) {
            ChutesClient client = clients.client(
                    server.url(),
                    builder -> builder.filter(fast(3))
                            .filter((call, next) -> Mono.defer(() -> {
                                attempts.add(call.attempt());
                                return next.exchange(call);
                            })));
            Mono<VideoResponse> call = client.exchange(request);

            for (int subscription = 1; subscription <= 3; subscription++) {
                Calls.failure(ChutesResponseException.class, call);
                assertThat(server.requests()).hasSize(4 * subscription);
            }

            assertThat(attempts).containsExactly(1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4);
        }
    }

    /** Row 10. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void canBeCancelledWhileItWaits(VideoRequest request) throws IOException {
        try (RawServer server = answering(BUSY)) {
            AtomicInteger failed = new AtomicInteger();
            ChutesClient client = clients.client(
                    server.url(),
                    builder -> builder.filter(RetryFilter.of(3, Duration.ofMinutes(1), Duration.ofMinutes(1)))
                            .filter((call, next) -> next.exchange(call).doOnError(error -> failed.incrementAndGet())));

            Disposable call = client.exchange(request).subscribe();
            Await.untilAsserted(() -> assertThat(failed).hasValue(1));
            call.dispose();

            assertThat(clients.ends())
                    .singleElement()
                    .satisfies(end -> assertThat(end.outcome()).isEqualTo(CallOutcome.CANCELLED));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void waitsAtLeastAsLongAsTheServerAsks() throws IOException {
        String asking = "HTTP/1.1 429 X\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n";
        try (RawServer server = answering(asking)) {
            long started = System.nanoTime();

            assertThat(Calls.video(retrying(server, 1), Requests.text())).isEqualTo(VIDEO);

            assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void doesNotWaitAnUnreasonableTime(VideoRequest request) throws IOException {
        String asking = "HTTP/1.1 429 X\r\nRetry-After: 9999999999\r\nContent-Length: 0\r\n\r\n";
        try (RawServer server = answering(asking)) {
            ChutesResponseException failure =
                    Calls.failure(ChutesResponseException.class, retrying(server, 3), request);

            assertThat(failure.retryAfter()).isEqualTo(Duration.ofDays(365));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest(name = "{0}, retried: {1}")
    @MethodSource("errors")
    void knowsWhatIsSafeToSendAgain(Throwable error, boolean retried) {
        AtomicInteger attempts = new AtomicInteger();

        StepVerifier.create(fast(2).filter(ChutesCall.of(Requests.text()), call -> {
                    attempts.incrementAndGet();
                    return Mono.error(error);
                }))
                .expectErrorSatisfies(seen -> assertThat(seen).isSameAs(error))
                .verify(Calls.SOON);

        assertThat(attempts).hasValue(retried ? 3 : 1);
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of(notSent(CallPhase.PREPARE), false),
                Arguments.of(notSent(CallPhase.POOL_ACQUIRE), true),
                Arguments.of(notSent(CallPhase.RESOLVE), true),
                Arguments.of(notSent(CallPhase.CONNECT), true),
                Arguments.of(notSent(CallPhase.TLS), true),
                Arguments.of(
                        new ChutesOutcomeUnknownException(
                                Requests.text().endpoint(), CallPhase.FIRST_BYTE, "reset", null),
                        false),
                Arguments.of(answer(400, ""), false),
                Arguments.of(answer(401, ""), false),
                Arguments.of(answer(402, ""), false),
                Arguments.of(answer(403, ""), false),
                Arguments.of(answer(404, ""), false),
                Arguments.of(answer(413, ""), false),
                Arguments.of(answer(429, "at maximum capacity"), true),
                Arguments.of(answer(429, "<html>429</html>"), true),
                Arguments.of(answer(429, "Free models limit reached for today"), false),
                Arguments.of(answer(500, ""), false),
                Arguments.of(answer(502, ""), false),
                Arguments.of(answer(503, "{\"detail\":\"No instances available (yet) for chute_id='1'\"}"), true),
                Arguments.of(answer(503, "a proxy quotes: No instances available (yet)"), false),
                Arguments.of(answer(408, ""), true),
                Arguments.of(answer(503, "This chute is currently disabled."), false),
                Arguments.of(answer(503, ""), false),
                Arguments.of(answer(504, ""), false),
                Arguments.of(answer(200, ""), false),
                Arguments.of(new InvalidVideoRequestException("prompt", "is blank"), false),
                Arguments.of(new IllegalStateException("a filter's own"), false));
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> RetryFilter.of(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RetryFilter.of(1, Duration.ZERO, second)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RetryFilter.of(1, second.negated(), second))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RetryFilter.of(1, second, Duration.ofMillis(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void doesNothingWithoutRetries() throws IOException {
        try (RawServer server = answering(BUSY, BUSY)) {
            Calls.failure(ChutesResponseException.class, retrying(server, 0), Requests.text());

            assertThat(server.requests()).hasSize(1);
        }
    }

    private ChutesClient retrying(RawServer server, int retries) {
        URI url = server.url();
        return clients.client(url, builder -> builder.filter(fast(retries)));
    }

    private static RetryFilter fast(int retries) {
        return RetryFilter.of(retries, Duration.ofMillis(1), Duration.ofMillis(2));
    }

    /** A server that gives these answers in turn, over all connections, and then videos. */
    private static RawServer answering(String... answers) {
        AtomicInteger next = new AtomicInteger();
        return RawServer.start(connection -> {
            while (true) {
                connection.readRequest();
                int i = next.getAndIncrement();
                answer(connection, i < answers.length ? answers[i] : "");
            }
        });
    }

    private static void answer(RawConnection connection, String error) throws IOException {
        if (error.isEmpty()) {
            connection.write(Heads.video(VIDEO.length)).write(VIDEO);
        } else {
            connection.write(error);
        }
    }

    private static ChutesNotSentException notSent(CallPhase phase) {
        return new ChutesNotSentException(Requests.text().endpoint(), phase, "not sent", null);
    }

    private static ChutesResponseException answer(int status, String body) {
        return ChutesResponseException.of(
                Requests.text().endpoint(), status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(RawRequest request) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(request.body()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
