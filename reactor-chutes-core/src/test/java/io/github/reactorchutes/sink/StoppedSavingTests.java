package io.github.reactorchutes.sink;

import static io.github.reactorchutes.sink.Buffers.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Savings that are told to end, and tell when they have. */
class StoppedSavingTests {

    private final Buffers buffers = new Buffers();

    private final Sinks.Empty<Void> stop = Sinks.empty();

    @TempDir
    Path folder;

    @AfterEach
    void holdsNothing() {
        Await.untilAsserted(() -> assertThat(buffers.alive()).isZero());
        assertThat(stop.currentSubscriberCount()).isZero();
    }

    @Test
    void failWhenThePartFileIsGone() {
        AtomicBoolean cancelled = new AtomicBoolean();
        Flux<DataBuffer> endless = buffers.video(3).concatWith(Flux.never()).doOnCancel(() -> cancelled.set(true));

        StepVerifier.create(sink().save(endless))
                .then(this::awaitPart)
                .then(stop::tryEmitEmpty)
                .expectErrorSatisfies(error -> {
                    assertThat(error).isInstanceOf(CancellationException.class).hasMessage("the saving was stopped");
                    assertThat(names()).isEmpty();
                    assertThat(cancelled).isTrue();
                })
                .verify(SOON);
    }

    @Test
    void failWithTheErrorOfTheSignal() {
        StepVerifier.create(sink().save(buffers.video(3).concatWith(Flux.never())))
                .then(this::awaitPart)
                .then(() -> stop.tryEmitError(new IllegalStateException("shutting down")))
                .expectErrorMessage("shutting down")
                .verify(SOON);
        assertThat(names()).isEmpty();
    }

    @Test
    void keepThePartIfAskedTo() {
        StepVerifier.create(sink().keepingPart().save(buffers.video(3).concatWith(Flux.never())))
                .then(this::awaitPart)
                .then(stop::tryEmitEmpty)
                .expectErrorSatisfies(error -> assertThat(names()).containsExactly("fox.mp4.part"))
                .verify(SOON);
    }

    @Test
    void cancelACallThatWaitsForItsHead() {
        AtomicBoolean called = new AtomicBoolean();
        AtomicBoolean cancelled = new AtomicBoolean();
        Mono<Flux<DataBuffer>> call = Mono.<Flux<DataBuffer>>never()
                .doOnCancel(() -> cancelled.set(true))
                .doOnSubscribe(subscription -> called.set(true));

        StepVerifier.create(sink().saveCall(call))
                .then(() -> Await.untilAsserted(() -> assertThat(called).isTrue()))
                .then(stop::tryEmitEmpty)
                .expectErrorSatisfies(error -> assertThat(error).isInstanceOf(CancellationException.class))
                .verify(SOON);
        Await.untilAsserted(() -> assertThat(cancelled).isTrue());
        assertThat(names()).isEmpty();
    }

    @Test
    void neverAskForAByteWhenTheSignalCameBefore() {
        stop.tryEmitEmpty();

        StepVerifier.create(sink().saveCall(Mono.just(buffers.video(3))))
                .expectError(CancellationException.class)
                .verify(SOON);
        assertThat(names()).isEmpty();
    }

    @Test
    void leaveAWholeVideoOrNothingAtWhateverMomentTheSignalComes() {
        Random random = new Random(12);
        for (int i = 0; i < 300; i++) {
            Path file = folder.resolve("fox" + i + ".mp4");
            Sinks.Empty<Void> now = Sinks.empty();
            Mono<SavedVideo> saved = FileSink.to(file)
                    .stoppedBy(now.asMono())
                    .save(buffers.video(20).subscribeOn(Schedulers.parallel()));
            int spins = random.nextInt(20_000);

            StepVerifier.create(saved.materialize())
                    .then(() -> {
                        for (int spin = 0; spin < spins; spin++) {
                            Thread.onSpinWait();
                        }
                        now.tryEmitEmpty();
                    })
                    .assertNext(end -> assertThat(Files.exists(file)).isEqualTo(end.isOnNext()))
                    .expectComplete()
                    .verify(SOON);
            assertThat(now.currentSubscriberCount()).isZero();
        }
        assertThat(names()).allMatch(name -> name.matches("fox\\d+\\.mp4"));
    }

    private FileSink sink() {
        return FileSink.to(folder.resolve("fox.mp4")).stoppedBy(stop.asMono());
    }

    private void awaitPart() {
        Await.untilAsserted(() -> assertThat(names())
                .singleElement()
                .satisfies(name -> assertThat(folder.resolve(name)).hasSize(3L * Buffers.SIZE)));
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
