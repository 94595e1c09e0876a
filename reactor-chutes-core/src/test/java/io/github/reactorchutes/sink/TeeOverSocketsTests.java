package io.github.reactorchutes.sink;

import static io.github.reactorchutes.fixture.Calls.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesBodyException.Reason;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.sink.VideoTee.Branch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What the tee and the stream owe to bodies that come from a server. */
class TeeOverSocketsTests {

    private static final byte[] VIDEO = Videos.ofSize(300_000);

    private static final Duration SHORT = Duration.ofMillis(30);

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    @TempDir
    Path folder;

    private RawServer server;

    @BeforeEach
    void start() {
        server = RawServer.start(connection -> {
            while (true) {
                connection.readRequest();
                connection.write(Heads.video(VIDEO.length)).write(VIDEO);
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        fixture.assertClean();
        server.close();
    }

    private List<Flux<DataBuffer>> split(UnaryOperator<ChutesClient.Builder> settings, Branch... rules) {
        ChutesClient client = fixture.client(server.url(), settings);
        return VideoTee.split(Calls.head(client.exchange(Requests.text())).body(), rules);
    }

    /** The body's clock for the consumer runs from the first branch on. */
    @Test
    void tellsABranchThatWaitsForAnotherWhyTheBodyIsGone() {
        List<Flux<DataBuffer>> branches = split(
                builder -> builder.consumerIdleTimeout(Duration.ofMillis(100)), Branch.essential(), Branch.optional());

        StepVerifier.create(branches.get(0))
                .expectErrorSatisfies(error -> {
                    assertThat(((ChutesBodyException) error).reason()).isEqualTo(Reason.CONSUMER_IDLE);
                    assertThat(error.getSuppressed()[0])
                            .hasMessage("1 of the 2 branches of the video were not subscribed to");
                })
                .verify(SOON);
        StepVerifier.create(branches.get(1))
                .expectError(ChutesBodyException.class)
                .verify(SOON);
    }

    @Test
    void tellsAllBranchesThatABodyWasAbandonedBeforeTheyCame() {
        List<Flux<DataBuffer>> branches =
                split(builder -> builder.abandonmentTimeout(SHORT), Branch.optional(), Branch.optional());
        Await.untilAsserted(
                () -> assertThat(fixture.ends()).extracting(CallEnd::outcome).containsExactly(CallOutcome.ABANDONED));

        for (Flux<DataBuffer> branch : branches) {
            StepVerifier.create(branch)
                    .expectErrorSatisfies(error ->
                            assertThat(error).hasMessageContaining("the body of this video is no longer available"))
                    .verify(SOON);
        }
    }

    /** The first branch takes the body, so that it is no longer abandoned, and the others need not come. */
    @Test
    void savesAVideoWhoseViewerNeverCame() {
        Path file = folder.resolve("fox.mp4");
        List<Flux<DataBuffer>> branches = split(
                builder -> builder.abandonmentTimeout(Duration.ofSeconds(1)),
                Branch.essential(),
                Branch.optional().subscribedWithin(Duration.ofSeconds(2)));

        StepVerifier.create(Mono.zip(
                        FileSink.to(file).save(branches.get(0)),
                        branches.get(1).take(0).then(Mono.just(true))))
                .expectNextCount(1)
                .expectComplete()
                .verify(SOON);
        assertThat(file).hasBinaryContent(VIDEO);
        assertThat(fixture.ends()).extracting(CallEnd::outcome).containsExactly(CallOutcome.COMPLETED);
    }

    @Test
    void closesTheConnectionWhenAnEssentialBranchNeverCame() {
        List<Flux<DataBuffer>> branches =
                split(builder -> builder, Branch.essential().subscribedWithin(SHORT), Branch.optional());

        StepVerifier.create(branches.get(1))
                .expectErrorMessage("a branch of the video was not subscribed to within " + SHORT)
                .verify(SOON);
        Await.untilAsserted(
                () -> assertThat(fixture.ends()).extracting(CallEnd::outcome).containsExactly(CallOutcome.CANCELLED));
    }

    /** Whatever is cancelled whenever, a file that is there is whole. */
    @Test
    void savesWholeVideosOrNoneWhateverBranchIsCancelled() {
        fixture.expectDropped(error -> true);
        Random random = new Random();
        ChutesClient client = fixture.client(server.url());
        for (int i = 0; i < 300; i++) {
            Path file = folder.resolve("fox" + i + ".mp4");
            List<Flux<DataBuffer>> branches = VideoTee.split(
                    Calls.head(client.exchange(Requests.text())).body(), Branch.essential(), Branch.essential());
            AtomicReference<@Nullable SavedVideo> saved = new AtomicReference<>();
            AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
            FileSink.to(file).save(branches.get(0)).subscribe(saved::set, failure::set);
            Disposable viewer = branches.get(1).map(VideoBytes::take).subscribe(piece -> {}, overtaken -> {});
            long until = System.nanoTime() + random.nextInt(1_500_000);
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            viewer.dispose();
            Await.untilAsserted(() ->
                    assertThat(saved.get() != null || failure.get() != null).isTrue());
            assertThat(Files.exists(file)).isEqualTo(saved.get() != null);
            if (saved.get() != null) {
                assertThat(file).hasBinaryContent(VIDEO);
            }
        }
    }

    /** The event loop that would deliver the bytes is the one that would wait for them. */
    @Test
    void refusesToReadAStreamOnTheEventLoopOfTheCall() {
        Mono<byte[]> onTheLoop = fixture.client(server.url())
                .exchange(Requests.text())
                .map(response -> {
                    try (InputStream stream = VideoBytes.inputStream(response.body())) {
                        return stream.readAllBytes();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });

        StepVerifier.create(onTheLoop)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("which is not supported in thread reactor-http-"))
                .verify(SOON);
    }
}
