package io.github.reactorchutes.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.RecordedRequest;
import io.github.reactorchutes.test.Reply;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link Resilience#defaults()} sends, counted by the server. */
class DefaultsTests {

    private static final byte[] VIDEO = Videos.ofSize(50_000);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    /** Rows 42, 43, 46, 50, 51, 58 with everything switched on: what may have been paid, or will not pass, is sent once. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("unsafeOrPointless")
    void sendsOnce(String name, Reply reply) {
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            ChutesClient client = clients.client(
                    emulator.baseUrl(),
                    builder -> builder.filters(Resilience.defaults())
                            .firstByteTimeout(Duration.ofMillis(name.equals("silent") ? 1_000 : 20_000))
                            .idleTimeout(Duration.ofMillis(name.equals("stalled body") ? 150 : 20_000)));
            emulator.enqueue(reply);

            ChutesException failure = Calls.failure(ChutesException.class, client, Requests.text());

            assertThat(failure.isRetryable()).isFalse();
            assertThat(failure.getSuppressed()).isEmpty();
            assertThat(emulator.requestCount()).isEqualTo(1);
        }
    }

    static Stream<Arguments> unsafeOrPointless() {
        Stream<Arguments> faults = Stream.of(
                Arguments.of("reset before the head", Reply.reset()),
                Arguments.of("closed before the head", Reply.closed()),
                Arguments.of("silent", Reply.silent()),
                Arguments.of("closed in the head", Reply.raw(new byte[] {'H', 'T', 'T', 'P'})),
                Arguments.of("closed body", Reply.video(VIDEO).cutAfter(20_000)),
                Arguments.of("reset body", Reply.video(VIDEO).resetAfter(20_000)),
                Arguments.of("stalled body", Reply.video(VIDEO).stallAfter(20_000)),
                Arguments.of("accepted", Reply.accepted()),
                Arguments.of("no content", Reply.noContent()));
        return Stream.concat(
                faults,
                Stream.of(PlatformError.values())
                        .filter(error -> !SAFE.contains(error) && !SAFE_WITH_OTHER_WAITS.contains(error))
                        .map(error -> Arguments.of(error.name(), error.reply())));
    }

    private static final List<PlatformError> SAFE =
            List.of(PlatformError.CAPACITY, PlatformError.EDGE_RATE_LIMITED, PlatformError.COLD_START);

    /** Sent again as well, but not after the waits of the test below. */
    private static final List<PlatformError> SAFE_WITH_OTHER_WAITS = List.of(
            PlatformError.REQUEST_TIMEOUT,
            PlatformError.MISDIRECTED_REQUEST,
            PlatformError.TOO_EARLY,
            PlatformError.EXTERNAL_CAPACITY);

    /** Row 49 with everything switched on, and shorter waits. */
    @ParameterizedTest
    @MethodSource("safe")
    void sendsTheSameBytesAgainAfterGrowingWaits(PlatformError error, VideoRequest request) {
        Backoff backoff = Backoff.of(3, Duration.ofMillis(40), Duration.ofSeconds(5));
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            ChutesClient client = clients.client(
                    emulator.baseUrl(),
                    builder -> builder.filters(Resilience.builder()
                            .concurrency(ConcurrencyLimitFilter.of(1, 0, Duration.ofMinutes(1)))
                            .retry(RetryFilter.builder()
                                    .capacity(backoff)
                                    .coldStart(backoff)
                                    .build())
                            .rateLimit(RateLimitFilter.perAccount())
                            .circuitBreaker(CircuitBreakerFilter.perEndpoint())
                            .build()));
            emulator.enqueue(error.reply(), error.reply(), error.reply(), Reply.video(VIDEO));

            assertThat(Calls.video(client, request)).isEqualTo(VIDEO);

            List<RecordedRequest> requests = emulator.requests();
            assertThat(requests)
                    .hasSize(4)
                    .extracting(RecordedRequest::bodySha256)
                    .containsOnly(requests.get(0).bodySha256());
            assertThat(emulator.connectionCount())
                    .as("connections of four requests")
                    .isLessThan(4);
            assertThat(gap(requests, 1)).isGreaterThanOrEqualTo(Duration.ofMillis(30));
            assertThat(gap(requests, 2)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
            assertThat(gap(requests, 3)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
        }
    }

    static Stream<Arguments> safe() {
        List<VideoRequest> requests = Requests.all().toList();
        return SAFE.stream().flatMap(error -> requests.stream().map(request -> Arguments.of(error, request)));
    }

    private static Duration gap(List<RecordedRequest> requests, int i) {
        return Duration.between(requests.get(i - 1).arrivedAt(), requests.get(i).arrivedAt());
    }
}
