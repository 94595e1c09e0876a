package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.auth.ChutesTokenProvider;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.Pictures;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.resilience.RetryFilter;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a caller supplies and never does, or does too late, ends the call before anything is sent. */
class PrepareClockTests {

    private static final Duration LIMIT = Duration.ofMillis(150);

    private static final byte[] VIDEO = Videos.ofSize(1000);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    static Stream<Arguments> silences() {
        return Stream.of(
                Arguments.of("token", Requests.text(), provider(Mono::never)),
                Arguments.of(
                        "token",
                        Requests.text(),
                        provider(() -> Mono.<String>never().doOnCancel(() -> {}).hide())),
                Arguments.of("HTTP client", Requests.text(), http(Mono.never())));
    }

    private static UnaryOperator<ChutesClient.Builder> provider(ChutesTokenProvider provider) {
        return builder -> builder.tokenProvider(provider);
    }

    private static UnaryOperator<ChutesClient.Builder> http(Mono<HttpHeaders> headers) {
        return builder -> builder.httpClient(http -> http.headersWhen(before -> headers));
    }

    @ParameterizedTest
    @MethodSource("silences")
    void endsWhatIsNotPreparedInTime(String named, VideoRequest request, UnaryOperator<ChutesClient.Builder> settings)
            throws IOException {
        try (RawServer server = RawServer.start(Scripts.sized(VIDEO))) {
            ConcurrencyLimitFilter limit = ConcurrencyLimitFilter.of(1, 0, Duration.ofSeconds(1));
            ChutesClient client = clients.client(
                    server.url(),
                    builder -> settings.apply(builder.filter(limit)).prepareTimeout(LIMIT));

            ChutesNotSentException failure = Calls.failure(ChutesNotSentException.class, client, request);

            assertThat(failure.phase()).isEqualTo(CallPhase.PREPARE);
            assertThat(failure.isRetryable()).isFalse();
            assertThat(failure).hasMessageContaining(named).hasMessageContaining("PT0.15S");
            assertThat(limit.availablePermits()).isOne();
            assertThat(server.requests()).isEmpty();
        }
    }

    /** Also on the timer's thread of a retry. */
    @Test
    void endsACallWhoseProviderBlocksOnTheRetry() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        ChutesTokenProvider blocking = () -> {
            if (asked.incrementAndGet() == 2) {
                Waiting.await(answered);
            }
            return Mono.just("cpk_token").hide();
        };
        try (RawServer server = RawServer.start(Scripts.always(connection -> connection.write(Heads.answer(
                503, "application/json", "{\"detail\":\"No instances available (yet) for chute_id='1'\"}"))))) {
            ChutesClient client = clients.client(
                    server.url(),
                    builder -> builder.filter(RetryFilter.of(3, Duration.ofMillis(1), Duration.ofMillis(2)))
                            .tokenProvider(blocking)
                            .prepareTimeout(Duration.ofSeconds(1)));

            ChutesNotSentException failure = Calls.failure(ChutesNotSentException.class, client, Requests.text());

            assertThat(failure.phase()).isEqualTo(CallPhase.PREPARE);
            assertThat(failure).hasMessageContaining("token");
            answered.countDown();
            Await.untilAsserted(() -> assertThat(server.requests()).hasSize(1));
        } finally {
            answered.countDown();
        }
    }

    /** A stream that blocks when it is opened to be checked. */
    @Test
    void endsACallWhoseImageCannotBeChecked() throws IOException {
        CountDownLatch opened = new CountDownLatch(1);
        Image stuck = Image.from(
                () -> {
                    Waiting.await(opened);
                    return InputStream.nullInputStream();
                },
                1000);
        try (RawServer server = RawServer.start(Scripts.sized(VIDEO))) {
            ChutesClient client = clients.client(server.url(), builder -> builder.prepareTimeout(LIMIT));

            ChutesNotSentException failure = Calls.failure(
                    ChutesNotSentException.class,
                    client,
                    ImageToVideoRequest.builder("a fox", stuck).build());

            assertThat(failure.phase()).isEqualTo(CallPhase.PREPARE);
            assertThat(failure).hasMessageContaining("content").hasMessageContaining("PT0.15S");
            assertThat(server.requests()).isEmpty();
        } finally {
            opened.countDown();
        }
    }

    @Test
    void leavesAProviderItsTime() throws IOException {
        try (RawServer server = RawServer.start(Scripts.sized(VIDEO))) {
            ChutesClient client = clients.client(
                    server.url(),
                    builder ->
                            builder.tokenProvider(() -> Mono.just("cpk_token").delayElement(Duration.ofMillis(50))));

            assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);
        }
    }

    /** The image stops, or never begins: the upload has its own clock, and the server is not to blame. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50})
    void endsAnUploadWhoseImageStops(int buffers) throws IOException {
        byte[] picture = Pictures.png(1_000_000);
        Flux<DataBuffer> half = Flux.defer(() -> new Pictures().stream(picture, 10_000))
                .take(buffers)
                .concatWith(Flux.never());
        try (RawServer server = RawServer.start(connection -> {
            connection.readHead();
            connection.awaitClientClose();
        })) {
            ChutesClient client = clients.client(server.url(), builder -> builder.uploadIdleTimeout(LIMIT));

            ChutesNotSentException failure = Calls.failure(
                    ChutesNotSentException.class,
                    client,
                    ImageToVideoRequest.builder("a fox", Image.once(half, picture.length))
                            .build());

            assertThat(failure.phase()).isEqualTo(CallPhase.SEND);
            assertThat(failure.reason()).isEqualTo(ChutesNotSentException.Reason.LOCAL);
            assertThat(failure).hasMessageContaining("content").hasMessageContaining("PT0.15S");
        }
    }
}
