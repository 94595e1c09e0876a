package io.github.reactorchutes.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.FastImageToVideoRequest;
import io.github.reactorchutes.request.FastResolution;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.Resolution;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class FirstByteTimeoutFilterTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    private final FirstByteTimeoutFilter filter =
            FirstByteTimeoutFilter.estimated(Duration.ofSeconds(10), Duration.ofMillis(100));

    @Test
    void growsWithFramesStepsAndResolution() {
        assertThat(timeoutOf(Requests.text())).isEqualTo(Duration.ofNanos(10_000_000_000L + 80_870_400_000L));
        assertThat(timeoutOf(TextToVideoRequest.builder("a fox").steps(10).build()))
                .isEqualTo(Duration.ofNanos(10_000_000_000L + 32_348_160_000L));
        assertThat(timeoutOf(TextToVideoRequest.builder("a fox")
                        .resolution(Resolution.PORTRAIT_HD)
                        .build()))
                .isGreaterThan(Duration.ofSeconds(190));
        assertThat(timeoutOf(FastImageToVideoRequest.builder("a fox", Image.url("https://example.com/fox.png"))
                        .resolution(FastResolution.P720)
                        .build()))
                .isBetween(Duration.ofSeconds(17), Duration.ofSeconds(18));
    }

    @Test
    void isNeverLongerThanThePlatformsOwnLimit() {
        assertThat(timeoutOf(TextToVideoRequest.builder("a fox")
                        .resolution(Resolution.LANDSCAPE_HD)
                        .frames(241)
                        .steps(30)
                        .build()))
                .isEqualTo(Duration.ofSeconds(650));
    }

    @Test
    void leavesOtherChutesAlone() {
        assertThat(timeoutOf(ChuteRequest.builder(Endpoint.TEXT_TO_VIDEO)
                        .field("a", 1)
                        .build()))
                .isNull();
    }

    @Test
    void givesUpAGenerationThatTakesLonger() throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.awaitClientClose();
        })) {
            ChutesClient client = clients.client(
                    server.url(),
                    builder -> builder.filter(
                            FirstByteTimeoutFilter.estimated(Duration.ofMillis(20), Duration.ofNanos(1))));

            StepVerifier.create(client.exchange(Requests.text()))
                    .expectErrorSatisfies(error -> {
                        assertThat(error).isInstanceOf(ChutesOutcomeUnknownException.class);
                        assertThat(((ChutesOutcomeUnknownException) error).phase())
                                .isIn(CallPhase.FIRST_BYTE, CallPhase.SEND);
                    })
                    .verify(SOON);

            assertThat(server.connections()).allMatch(RawConnection::isClosedByClient);
        }
    }

    private @Nullable Duration timeoutOf(VideoRequest request) {
        List<ChutesCall> sent = new ArrayList<>();
        filter.filter(ChutesCall.of(request), call -> {
                    sent.add(call);
                    return Mono.empty();
                })
                .block(SOON);
        return sent.get(0).firstByteTimeout();
    }
}
