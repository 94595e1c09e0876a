package io.github.reactorchutes.examples.save;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.PooledDataBuffer;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class VideoSaverTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final Reply SLOW = Reply.videoOfSize(50_000_000).drip(100_000, Duration.ofMillis(10));

    private static final SaveListener NOBODY = new SaveListener() {
        @Override
        public void waiting() {}

        @Override
        public void received(long total) {}
    };

    @TempDir
    Path directory;

    private final ChutesEmulator emulator = ChutesEmulator.start();

    private final Queue<DataBuffer> buffers = new ConcurrentLinkedQueue<>();

    private final Sinks.Empty<Void> halfway = Sinks.empty();

    private final ChutesClient client = ChutesClient.builder()
            .apiToken("t")
            .baseUrl(emulator.baseUrl())
            .filter((call, next) ->
                    next.exchange(call).map(response -> response.mapBody(body -> body.doOnNext(this::watch))))
            .build();

    @AfterEach
    void nothingIsLeft() {
        awaitReleased();
        client.close();
        emulator.close();
    }

    @Test
    void savesTheWholeVideo() throws IOException {
        StepVerifier.create(save(Mono.never()))
                .assertNext(video -> assertThat(target()).hasSize(video.bytes()))
                .expectComplete()
                .verify(SOON);
        assertThat(Files.size(target())).isGreaterThan(1_000_000);
        assertThat(names()).containsExactly("out.mp4");
    }

    @Test
    void deletesTheTemporaryFileBeforeItFailsWithTheReasonToStop() throws IOException {
        emulator.enqueue(SLOW);
        StepVerifier.create(save(halfway.asMono().then(Mono.error(new IllegalStateException("enough")))))
                .expectErrorMessage("enough")
                .verify(SOON);
        assertThat(names()).isEmpty();
    }

    @Test
    void savesNothingWhenStoppedWithoutAReason() throws IOException {
        emulator.enqueue(SLOW);
        StepVerifier.create(save(halfway.asMono()))
                .expectError(NoSuchElementException.class)
                .verify(SOON);
        assertThat(names()).isEmpty();
    }

    @Test
    void deletesTheTemporaryFileWhenCancelled() throws IOException {
        emulator.enqueue(SLOW);
        StepVerifier.create(save(Mono.never()).takeUntilOther(halfway.asMono()))
                .expectComplete()
                .verify(SOON);
        await(() -> names().isEmpty());
    }

    @Test
    void deletesTheTemporaryFileWhenTheBodyBreaks() throws IOException {
        emulator.enqueue(Reply.videoOfSize(5_000_000).cutAfter(3_000_000));
        StepVerifier.create(save(Mono.never())).expectError().verify(SOON);
        assertThat(names()).isEmpty();
    }

    @Test
    void sendsNothingWhenTheFileCannotBeOpened() {
        Mono<SavedVideo> save = new VideoSaver(client, NOBODY, Mono.never())
                .save(TextToVideoRequest.builder("a cat").build(), directory.resolve("missing/out.mp4"));
        StepVerifier.create(save).expectError(IOException.class).verify(SOON);
        assertThat(emulator.requestCount()).isZero();
    }

    private Mono<SavedVideo> save(Publisher<?> stop) {
        return new VideoSaver(client, NOBODY, stop)
                .save(TextToVideoRequest.builder("a cat").build(), target());
    }

    private void watch(DataBuffer buffer) {
        buffers.add(buffer);
        if (buffers.size() == 20) {
            halfway.tryEmitEmpty();
        }
    }

    private Path target() {
        return directory.resolve("out.mp4");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private void awaitReleased() {
        await(() -> buffers.stream().noneMatch(buffer -> ((PooledDataBuffer) buffer).isAllocated()));
    }

    private static void await(Condition condition) {
        long giveUp = System.nanoTime() + SOON.toNanos();
        try {
            while (!condition.holds()) {
                assertThat(System.nanoTime()).isLessThan(giveUp);
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private interface Condition {

        boolean holds() throws IOException;
    }
}
