package io.github.reactorchutes.sink;

import static io.github.reactorchutes.fixture.Calls.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Nobody waits for the abandonment time-out here: it is longer than a test may take. */
class ScopedExchangeTests {

    private static final byte[] VIDEO = Videos.ofSize(300_000);

    private static final Duration NEVER = Duration.ofMinutes(5);

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    @TempDir
    Path folder;

    private final AtomicInteger requests = new AtomicInteger();

    private RawServer server;

    private ChutesClient client;

    @BeforeEach
    void start() {
        server = RawServer.start(connection -> {
            while (true) {
                connection.readRequest();
                requests.incrementAndGet();
                connection.write(Heads.video(VIDEO.length)).write(VIDEO);
            }
        });
        client = fixture.client(server.url(), builder -> builder.abandonmentTimeout(NEVER));
    }

    @AfterEach
    void stop() throws Exception {
        fixture.assertClean();
        server.close();
    }

    @Test
    void savesWithinTheScope() {
        Path file = folder.resolve("fox.mp4");

        StepVerifier.create(client.exchange(
                        Requests.text(),
                        response -> FileSink.to(file)
                                .synced()
                                .save(response.body())
                                .map(saved -> response.contentType() + " " + saved.bytes())))
                .expectNext("video/mp4 300000")
                .expectComplete()
                .verify(SOON);
        assertThat(file).hasBinaryContent(VIDEO);
        assertEnds(CallOutcome.COMPLETED);
    }

    @Test
    void releasesABodyThatTheScopeDidNotTouch() {
        use(response -> Mono.just("done"));
        assertEnds(CallOutcome.CANCELLED);
    }

    @Test
    void releasesBeforeTheResultIsSeen() {
        StepVerifier.create(client.exchange(Requests.text(), response -> Mono.just("done"))
                        .doOnNext(done -> assertThat(fixture.ends()).hasSize(1)))
                .expectNext("done")
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void releasesABodyOfAScopeThatIsEmptyFailsOrThrows() {
        use(response -> Mono.empty());
        use(response -> Mono.error(new IllegalStateException("failed")));
        use(response -> {
            throw new IllegalStateException("thrown");
        });
        assertEnds(CallOutcome.CANCELLED, CallOutcome.CANCELLED, CallOutcome.CANCELLED);
    }

    @Test
    void releasesTheBodyOfAScopeThatIsCancelled() {
        AtomicInteger within = new AtomicInteger();
        Disposable call = client.exchange(
                        Requests.text(), response -> Mono.never().doOnSubscribe(s -> within.incrementAndGet()))
                .subscribe();
        Await.untilAsserted(() -> assertThat(within).hasValue(1));
        call.dispose();
        assertEnds(CallOutcome.CANCELLED);
    }

    @Test
    void savesAllOrNothingWhateverTheMomentOfTheCancel() {
        // results that come at the very moment of the cancel
        fixture.expectDropped(result -> String.valueOf(result.getMessage()).contains("SavedVideo"));
        Random random = new Random(1);
        Flux.range(0, 200)
                .flatMap(
                        i -> client.exchange(
                                Requests.text(),
                                response -> FileSink.to(folder.resolve("fox" + i + ".mp4"))
                                        .save(response.body())
                                        .takeUntilOther(Mono.delay(Duration.ofNanos(random.nextInt(4_000_000))))),
                        8)
                .blockLast(SOON);

        fixture.assertClean();
        Await.untilAsserted(() -> assertThat(folder.toFile().list()).allMatch(name -> name.startsWith("fox")));
        assertThat(folder.toFile().listFiles())
                .allSatisfy(file -> assertThat(file).hasBinaryContent(VIDEO));
    }

    @Test
    void sendsNothingWhenTheFileExists() throws Exception {
        Path file = Files.writeString(folder.resolve("fox.mp4"), "old");

        StepVerifier.create(FileSink.to(file).saveCall(client.textToVideo(Requests.text())))
                .expectError(FileAlreadyExistsException.class)
                .verify(SOON);
        assertThat(requests).hasValue(0);
    }

    @Test
    void closesTheConnectionWhenABodyCannotBeSaved() throws Exception {
        Path file = Files.writeString(folder.resolve("fox.mp4"), "old");

        StepVerifier.create(client.textToVideo(Requests.text()).flatMap(FileSink.to(file)::save))
                .expectError(FileAlreadyExistsException.class)
                .verify(SOON);
        assertEnds(CallOutcome.CANCELLED);
    }

    private void use(Function<VideoResponse, Mono<String>> scope) {
        client.exchange(Requests.text(), scope).onErrorResume(e -> Mono.empty()).block(SOON);
    }

    private void assertEnds(CallOutcome... outcomes) {
        Await.untilAsserted(() -> assertThat(fixture.ends()).hasSize(outcomes.length));
        assertThat(fixture.ends()).extracting(end -> end.outcome()).containsExactly(outcomes);
    }
}
