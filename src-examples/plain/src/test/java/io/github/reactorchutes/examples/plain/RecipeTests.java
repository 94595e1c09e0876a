package io.github.reactorchutes.examples.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.ExchangeEnd;
import io.github.reactorchutes.test.RecordedRequest;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What a service that is built on the client can be tested for. */
class RecipeTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    // snippet: one-at-a-time-emulator
    @RegisterExtension
    static final ChutesEmulatorExtension platform = ChutesEmulatorExtension.of(
            ChutesEmulator.builder().smallVideos(true).concurrency(1).timeToFirstByte(Duration.ofMillis(50)));
    // end

    private final ChutesEmulator emulator = platform.emulator();

    private final TextToVideoRequest request =
            TextToVideoRequest.builder("a red fox").build();

    private final ChutesClient client = ChutesClient.builder()
            .baseUrl(emulator.baseUrl())
            .apiToken("any")
            .filter(ConcurrencyLimitFilter.of(1, 100, SOON))
            .filter(RetryFilter.of(3, Duration.ofMillis(10), Duration.ofMillis(50)))
            .build();

    @AfterEach
    void close() {
        client.close();
    }

    // snippet: recipe-cold-start
    @Test
    void waitsForAModelThatIsNotUpYet() {
        emulator.enqueue(Reply.coldStart(2));

        StepVerifier.create(play(client.textToVideo(request)))
                .expectNextMatches(bytes -> bytes > 0)
                .expectComplete()
                .verify(SOON);

        assertThat(emulator.requests())
                .hasSize(3)
                .extracting(RecordedRequest::bodySha256)
                .containsOnly(emulator.requests().get(0).bodySha256());
    }
    // end

    // snippet: recipe-paid-once
    @Test
    void neverPaysTwice() {
        emulator.enqueue(Reply.reset());

        StepVerifier.create(play(client.textToVideo(request)))
                .expectError(ChutesOutcomeUnknownException.class)
                .verify(SOON);

        assertThat(emulator.requestCount()).isEqualTo(1);
    }
    // end

    // snippet: recipe-viewer-leaves
    @Test
    void closesTheConnectionWhenTheViewerLeaves() {
        emulator.enqueue(Reply.videoOfSize(10_000_000).drip(2_000, Duration.ofMillis(10)));

        StepVerifier.create(play(client.textToVideo(request), 3))
                .expectNextCount(1)
                .expectComplete()
                .verify(SOON);

        assertThat(emulator.takeRequest(SOON).awaitEnd(SOON)).isIn(ExchangeEnd.CLIENT_CLOSED, ExchangeEnd.CLIENT_RESET);
    }
    // end

    // snippet: recipe-line
    @Test
    void letsCallsWaitInLineForTheOneInstance() {
        StepVerifier.create(Flux.range(0, 3).flatMap(number -> play(client.textToVideo(request))))
                .expectNextCount(3)
                .expectComplete()
                .verify(SOON);

        assertThat(emulator.requestCount()).isEqualTo(3);
    }
    // end

    private static Mono<Long> play(Mono<Flux<DataBuffer>> video) {
        return play(video, Long.MAX_VALUE);
    }

    private static Mono<Long> play(Mono<Flux<DataBuffer>> video, long buffers) {
        return video.flatMapMany(body -> body)
                .map(buffer -> {
                    long bytes = buffer.readableByteCount();
                    DataBufferUtils.release(buffer);
                    return bytes;
                })
                .take(buffers)
                .reduce(Long::sum);
    }
}
