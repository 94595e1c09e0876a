package io.github.reactorchutes.sink;

import static io.github.reactorchutes.sink.Buffers.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.test.video.VideoClip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

@Tag("watched")
class FileSinkTests {

    private final IllegalStateException broken = new IllegalStateException("broken");

    private final Buffers buffers = new Buffers();

    @TempDir
    Path folder;

    @AfterEach
    void holdsNoBuffer() {
        Await.untilAsserted(() -> assertThat(buffers.alive()).isZero());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 500})
    void savesAWholeVideo(int count) throws Exception {
        StepVerifier.create(sink().save(buffers.video(count)))
                .assertNext(saved -> {
                    assertThat(saved.file()).isEqualTo(target());
                    assertThat(saved.bytes()).isEqualTo((long) count * Buffers.SIZE);
                    assertThat(saved.sha256()).isEqualTo(sha256(Buffers.allBytes(count)));
                    assertThat(target()).hasBinaryContent(Buffers.allBytes(count));
                })
                .expectComplete()
                .verify(SOON);
        assertThat(names()).containsExactly("fox.mp4");
    }

    @Test
    void tellsTheFactsOfAnMp4() {
        byte[] video = VideoClip.builder(1280, 720)
                .small(true)
                .frames(48)
                .fps(16)
                .build()
                .toMp4();
        Flux<DataBuffer> pieces = Flux.range(0, (video.length + 99) / 100)
                .map(i -> buffers.buffer(Arrays.copyOfRange(video, i * 100, Math.min(video.length, i * 100 + 100))));

        StepVerifier.create(sink().save(pieces))
                .assertNext(saved -> assertThat(saved).asString().endsWith("Mp4Facts[80x44, 48 frames, PT3S]]"))
                .expectComplete()
                .verify(SOON);
        StepVerifier.create(sink().overwriting().save(buffers.video(1)).mapNotNull(SavedVideo::facts))
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void savesForEachSubscription() {
        Mono<SavedVideo> saved = sink().overwriting().save(buffers.video(3));

        StepVerifier.create(saved.then(saved))
                .expectNextCount(1)
                .expectComplete()
                .verify(SOON);
        assertThat(target()).hasBinaryContent(Buffers.allBytes(3));
    }

    @Test
    void savesUnderARelativeAndUnderALongName() throws Exception {
        Path longName = folder.resolve("\u00e9".repeat(100) + ".mp4");
        Path relative = Path.of("").toAbsolutePath().relativize(target().toAbsolutePath());

        StepVerifier.create(FileSink.to(longName).synced().save(buffers.video(1)))
                .expectNextCount(1)
                .expectComplete()
                .verify(SOON);
        StepVerifier.create(FileSink.to(relative).synced().save(buffers.video(1)))
                .expectNextCount(1)
                .expectComplete()
                .verify(SOON);
        assertThat(names()).hasSize(2);
    }

    @Test
    void showsTheFinalNameOnlyWhenTheVideoIsWhole() {
        Flux<DataBuffer> watched =
                buffers.video(50).doOnNext(buffer -> assertThat(target()).doesNotExist());

        StepVerifier.create(sink().save(watched))
                .expectNextCount(1)
                .expectComplete()
                .verify(SOON);
        assertThat(target()).exists();
    }

    @Test
    void touchesNothingBeforeItIsAskedFor() {
        AtomicBoolean asked = new AtomicBoolean();

        StepVerifier.create(sink().save(buffers.video(3).doOnRequest(n -> asked.set(true))), 0)
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(50))
                .then(() -> assertThat(asked).isFalse())
                .then(() -> assertThat(target()).doesNotExist())
                .thenRequest(1)
                .expectNextCount(1)
                .expectComplete()
                .verify(SOON);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 30})
    void leavesNothingWhenTheVideoBreaks(int count) throws Exception {
        StepVerifier.create(sink().save(broken(count)))
                .expectErrorSatisfies(error -> assertThat(error).isSameAs(broken))
                .verify(SOON);

        assertThat(names()).isEmpty();
    }

    @Test
    void keepsAnOldFileWhenTheNewVideoBreaks() throws Exception {
        Files.writeString(target(), "old");

        StepVerifier.create(sink().overwriting().save(broken(5)))
                .expectError(IllegalStateException.class)
                .verify(SOON);

        assertThat(target()).hasContent("old");
        assertThat(names()).containsExactly("fox.mp4");
    }

    @Test
    void keepsThePartOfABrokenVideoIfAskedTo() throws Exception {
        Files.writeString(folder.resolve("fox.mp4.part"), "of an earlier one");

        StepVerifier.create(sink().keepingPart().save(broken(5)))
                .expectError(IllegalStateException.class)
                .verify(SOON);

        assertThat(names()).containsExactly("fox.mp4.part");
        assertThat(folder.resolve("fox.mp4.part")).hasBinaryContent(Buffers.allBytes(5));
    }

    @Test
    void keepsNoEmptyPart() throws Exception {
        StepVerifier.create(sink().keepingPart().save(broken(0)))
                .expectError(IllegalStateException.class)
                .verify(SOON);

        assertThat(names()).isEmpty();
    }

    @Test
    void keepsThePartOfACancelledVideoIfAskedTo() {
        StepVerifier.create(sink().keepingPart().save(buffers.video(3).concatWith(Flux.never())))
                .then(() -> Await.untilAsserted(() -> assertThat(partSize()).isEqualTo(3L * Buffers.SIZE)))
                .thenCancel()
                .verify(SOON);

        Await.untilAsserted(() -> assertThat(names()).containsExactly("fox.mp4.part"));
        assertThat(folder.resolve("fox.mp4.part")).hasBinaryContent(Buffers.allBytes(3));
    }

    @Test
    void doesNotOverwriteUnlessAskedTo() throws Exception {
        Files.writeString(target(), "old");
        AtomicBoolean asked = new AtomicBoolean();

        StepVerifier.create(sink().save(buffers.video(3).doOnRequest(n -> asked.set(true))))
                .expectError(FileAlreadyExistsException.class)
                .verify(SOON);
        assertThat(asked).isFalse();
        assertThat(target()).hasContent("old");

        StepVerifier.create(sink().overwriting().save(buffers.video(3)))
                .expectNextCount(1)
                .expectComplete()
                .verify(SOON);
        assertThat(target()).hasBinaryContent(Buffers.allBytes(3));
        assertThat(names()).containsExactly("fox.mp4");
    }

    @Test
    void doesNotOverwriteWhatAppearedMeanwhile() throws Exception {
        Flux<DataBuffer> raced = buffers.video(3).doOnComplete(() -> write(target(), "theirs"));

        StepVerifier.create(sink().save(raced).map(SavedVideo::file))
                .expectNext(folder.resolve("fox.2.mp4"))
                .expectComplete()
                .verify(SOON);

        assertThat(target()).hasContent("theirs");
        assertThat(folder.resolve("fox.2.mp4")).hasBinaryContent(Buffers.allBytes(3));
        assertThat(names()).containsExactlyInAnyOrder("fox.mp4", "fox.2.mp4");
    }

    @Test
    void savesOrRefusesEachOfManyRacers() throws Exception {
        AtomicInteger refused = new AtomicInteger();

        List<SavedVideo> saved = Flux.range(0, 20)
                .flatMap(
                        i -> sink().save(buffers.video(4)).onErrorResume(FileAlreadyExistsException.class, e -> {
                            refused.incrementAndGet();
                            return Mono.empty();
                        }),
                        20)
                .collectList()
                .block(SOON);

        assertThat(saved).hasSize(20 - refused.get());
        assertThat(names()).hasSize(20 - refused.get()).contains("fox.mp4");
        assertThat(target()).hasBinaryContent(Buffers.allBytes(4));
    }

    @Test
    void replacesALinkAndDoesNotFollowIt() throws Exception {
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "precious");
        Files.createSymbolicLink(target(), elsewhere);

        StepVerifier.create(sink().save(buffers.video(1)))
                .expectError(FileAlreadyExistsException.class)
                .verify(SOON);
        StepVerifier.create(sink().overwriting().save(buffers.video(1)))
                .expectNextCount(1)
                .expectComplete()
                .verify(SOON);

        assertThat(elsewhere).hasContent("precious");
        assertThat(target()).isRegularFile().hasBinaryContent(Buffers.allBytes(1));
    }

    @Test
    void showsTheVideoToItsOwnerAlone() {
        Flux<DataBuffer> watched = buffers.video(20)
                .doOnNext(buffer -> assertThat(permissions(names().get(0))).isEqualTo("rw-------"));

        StepVerifier.create(sink().save(watched))
                .expectNextCount(1)
                .expectComplete()
                .verify(SOON);
        assertThat(permissions("fox.mp4")).isEqualTo("rw-------");
    }

    @Test
    void showsTheWholeVideoToWhomeverItIsAskedTo() {
        Flux<DataBuffer> watched = buffers.video(20)
                .doOnNext(buffer -> assertThat(permissions(names().get(0))).isEqualTo("rw-------"));

        StepVerifier.create(sink().permissions(PosixFilePermissions.fromString("rw-r--r--"))
                        .save(watched))
                .expectNextCount(1)
                .expectComplete()
                .verify(SOON);
        assertThat(permissions("fox.mp4")).isEqualTo("rw-r--r--");
    }

    @Test
    void takesADanglingLinkForAnExistingFile() throws Exception {
        Files.createSymbolicLink(target(), folder.resolve("nowhere"));

        StepVerifier.create(sink().save(buffers.video(1)))
                .expectError(FileAlreadyExistsException.class)
                .verify(SOON);
    }

    @Test
    void refusesADirectoryUnderTheFinalName() throws Exception {
        Files.createDirectory(target());

        StepVerifier.create(sink().save(buffers.video(1)))
                .expectError(FileAlreadyExistsException.class)
                .verify(SOON);
        StepVerifier.create(sink().overwriting().save(buffers.video(1)))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(FileSystemException.class)
                        .hasMessageContaining("is a directory"))
                .verify(SOON);
        assertThat(names()).containsExactly("fox.mp4");
    }

    @Test
    void failsInAFolderThatIsMissingOrAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        StepVerifier.create(FileSink.to(folder.resolve("missing/fox.mp4")).save(buffers.video(1)))
                .expectError(NoSuchFileException.class)
                .verify(SOON);
        StepVerifier.create(FileSink.to(file.resolve("fox.mp4")).save(buffers.video(1)))
                .expectError(FileSystemException.class)
                .verify(SOON);
    }

    @Test
    void failsInAFolderThatMayNotBeWritten() {
        assertThat(folder.toFile().setWritable(false)).isTrue();
        try {
            Mono<SavedVideo> saved = sink().save(buffers.video(1));
            if (Files.isWritable(folder)) {
                StepVerifier.create(saved).expectNextCount(1).expectComplete().verify(SOON);
            } else {
                StepVerifier.create(saved)
                        .expectError(FileSystemException.class)
                        .verify(SOON);
            }
        } finally {
            assertThat(folder.toFile().setWritable(true)).isTrue();
        }
    }

    @Test
    void failsWhenWritingFails() {
        ManualExecutor executor = new ManualExecutor();
        LateSource video = new LateSource();

        StepVerifier.create(saving(video, sink(), executor))
                .expectSubscription()
                .then(executor::runOne)
                .then(() -> video.emit(buffers.buffer(1)))
                .then(executor::runOneInterrupted)
                .expectError(IOException.class)
                .verify(SOON);

        assertThat(video.isCancelled()).isTrue();
        assertThat(names()).isEmpty();
    }

    @Test
    void holdsEightBuffersWhenTheDiskIsSlow() {
        ManualExecutor executor = new ManualExecutor();
        AtomicInteger most = new AtomicInteger();
        Flux<DataBuffer> video = buffers.video(200)
                .publishOn(Schedulers.parallel(), 1)
                .doOnNext(buffer -> most.accumulateAndGet((int) buffers.alive(), Math::max));

        StepVerifier.create(saving(video, sink(), executor))
                .expectSubscription()
                .then(() -> executor.runUntil(() -> Files.exists(target())))
                .expectNextCount(1)
                .expectComplete()
                .verify(SOON);

        assertThat(most).hasValueBetween(1, 10 * Buffers.SIZE);
    }

    @Test
    void leavesNothingWhenCancelledBetweenAnyTwoSteps() {
        for (int steps = 0; steps < 12; steps++) {
            ManualExecutor executor = new ManualExecutor();
            LateSource video = new LateSource();
            Disposable saving = saving(video, sink(), executor).subscribe();
            for (int i = 0; i < steps; i++) {
                executor.runOne();
                video.emit(buffers.buffer(i));
            }
            saving.dispose();
            executor.runAll();
            assertThat(video.isCancelled()).isTrue();
            assertThat(names()).as("after %s steps", steps).isEmpty();
            assertThat(buffers.alive()).as("after %s steps", steps).isZero();
        }
    }

    @Test
    void namesThePartAfterItsTargetUnlessThatWouldBeTooLong() {
        String longest = "a".repeat(116) + ".mp4";

        assertThat(partOf(longest)).matches("\\." + longest + "\\.[0-9a-f]+\\.part");
        assertThat(partOf("a" + longest)).matches("\\.[0-9a-f]+\\.part");
        assertThat(partOf("\u00e9".repeat(59) + ".mp4")).matches("\\.[0-9a-f]+\\.part");
    }

    private String partOf(String name) {
        ManualExecutor executor = new ManualExecutor();
        Disposable saving = saving(new LateSource(), FileSink.to(folder.resolve(name)), executor)
                .subscribe();
        executor.runAll();
        List<String> names = names();
        saving.dispose();
        executor.runAll();
        return names.get(0);
    }

    @Test
    void leavesNothingOrAllWhenCancelledAtAnyMoment() {
        Random random = new Random(11);
        for (int i = 0; i < 400; i++) {
            Path file = folder.resolve("fox" + i + ".mp4");
            Flux<DataBuffer> video = buffers.video(20).subscribeOn(Schedulers.parallel());
            Disposable saving = FileSink.to(file).save(video).subscribe();
            long until = System.nanoTime() + random.nextInt(600_000);
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            saving.dispose();
        }
        Await.untilAsserted(() -> {
            assertThat(buffers.alive()).isZero();
            assertThat(names()).allMatch(name -> name.matches("fox\\d+\\.mp4"));
        });
        assertThat(names()).allSatisfy(name -> assertThat(folder.resolve(name)).hasSize(20L * Buffers.SIZE));
    }

    @Test
    void releasesBuffersThatComeAfterACancelOrAnEnd() {
        LateSource video = new LateSource();
        Disposable saving = sink().save(video).subscribe();
        Await.untilAsserted(() -> assertThat(video.asked()).isTrue());
        video.emit(buffers.buffer(1));
        saving.dispose();
        video.emit(buffers.buffer(2));
        Await.untilAsserted(() -> assertThat(names()).isEmpty());
        video.emit(buffers.buffer(3));
        Await.untilAsserted(() -> assertThat(buffers.alive()).isZero());
    }

    @Test
    void failsWhenTheSourceSendsMoreThanItWasAskedFor() {
        LateSource video = new LateSource();
        ManualExecutor executor = new ManualExecutor();

        StepVerifier.create(saving(video, sink(), executor))
                .expectSubscription()
                .then(executor::runOne)
                .then(() -> {
                    for (int i = 0; i < 9; i++) {
                        video.emit(buffers.buffer(i));
                    }
                })
                .then(executor::runAll)
                .expectErrorMessage("the video emitted more buffers than were requested")
                .verify(SOON);
    }

    @Test
    void failsWhenTheSchedulerIsGone() throws Exception {
        for (int steps = 0; steps < 4; steps++) {
            int until = steps;
            ManualExecutor executor = new ManualExecutor();
            AtomicBoolean cancelled = new AtomicBoolean();
            LateSource video = new LateSource();
            Mono<SavedVideo> saved = saving(video.doOnCancel(() -> cancelled.set(true)), sink(), executor);

            StepVerifier.create(saved, 0)
                    .expectSubscription()
                    .then(() -> {
                        if (until == 0) {
                            executor.shutDown();
                        }
                    })
                    .thenRequest(1)
                    .then(() -> {
                        for (int i = 1; i < until; i++) {
                            executor.runAll();
                            video.emit(buffers.buffer(i));
                        }
                        executor.runAll();
                        executor.shutDown();
                        if (until > 0) {
                            video.emit(buffers.buffer(9));
                        }
                    })
                    .expectError(RejectedExecutionException.class)
                    .verify(SOON);

            assertThat(cancelled).isTrue();
            assertThat(names()).isEmpty();
            assertThat(buffers.alive()).isZero();
        }
    }

    /** A scheduler that is shut down forgets the tasks that wait, and tells nobody. */
    @ParameterizedTest
    @ValueSource(strings = {"buffer", "end", "error", "cancel"})
    void endsWhenTheSchedulerForgetsARun(String next) throws Exception {
        Scheduler scheduler = Schedulers.newBoundedElastic(1, 100, "busy");
        CountDownLatch busy = new CountDownLatch(1);
        LateSource video = new LateSource();
        Outcome outcome = new Outcome();
        Disposable saving = new SavingMono(video, sink(), VideoOutput::open, scheduler)
                .subscribe(outcome.saved()::set, outcome.error()::set);
        Await.untilAsserted(() -> assertThat(video.asked()).isTrue());
        scheduler.schedule(() -> awaitForever(busy));
        busy.await();
        video.emit(buffers.buffer(1));
        assertThat(buffers.alive()).isPositive();

        scheduler.dispose();
        switch (next) {
            case "buffer" -> video.emit(buffers.buffer(2));
            case "end" -> video.complete();
            case "error" -> video.fail(broken);
            default -> saving.dispose();
        }
        Await.untilAsserted(() -> assertThat(names()).isEmpty());
        assertThat(buffers.alive()).isZero();
        assertThat(video.isCancelled()).isTrue();
        assertThat(outcome.saved()).hasNullValue();
        if (!next.equals("cancel")) {
            assertThat(outcome.error().get()).isInstanceOf(RejectedExecutionException.class);
        }
    }

    private record Outcome(AtomicReference<@Nullable SavedVideo> saved, AtomicReference<@Nullable Throwable> error) {
        Outcome() {
            this(new AtomicReference<>(), new AtomicReference<>());
        }
    }

    private static void awaitForever(CountDownLatch begun) {
        begun.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException shutDown) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void endsEachSavingWhenTheSchedulerIsShutDownAtAnyMoment() {
        Random random = new Random(13);
        for (int i = 0; i < 100; i++) {
            Scheduler scheduler = Schedulers.newBoundedElastic(2, 1000, "short");
            List<Mono<?>> savings = new ArrayList<>();
            for (int j = 0; j < 4; j++) {
                Path file = folder.resolve("fox" + i + "-" + j + ".mp4");
                // the JDK's executors take locks when they refuse a task, so the video comes on a thread that may wait
                Flux<DataBuffer> video = broken(30).subscribeOn(Schedulers.boundedElastic());
                savings.add(new SavingMono(video, FileSink.to(file), VideoOutput::open, scheduler).onErrorComplete());
            }
            Disposable running = Mono.when(savings).subscribe();
            spin(random.nextInt(1_000_000));
            scheduler.dispose();
            spin(random.nextInt(100_000));
            running.dispose();
        }
        Await.untilAsserted(() -> {
            assertThat(buffers.alive()).isZero();
            assertThat(names()).isEmpty();
        });
    }

    private static void spin(int nanos) {
        long until = System.nanoTime() + nanos;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"onSubscribe", "onNext", "onError", "onComplete"})
    void leavesNothingWhenTheSubscriberThrows(String where) {
        List<Throwable> dropped = new CopyOnWriteArrayList<>();
        Hooks.onErrorDropped(dropped::add);
        try {
            ManualExecutor executor = new ManualExecutor();
            LateSource video = new LateSource();
            Throwing subscriber = new Throwing(where);
            saving(video, sink(), executor).subscribe(subscriber);
            executor.runAll();
            if (!where.equals("onSubscribe")) {
                video.emit(buffers.buffer(1));
                executor.runAll();
                if (where.equals("onError")) {
                    video.fail(broken);
                } else {
                    video.complete();
                }
                executor.runAll();
            }

            boolean saved = where.equals("onNext") || where.equals("onComplete");
            assertThat(names()).isEqualTo(saved ? List.of("fox.mp4") : List.of());
            assertThat(buffers.alive()).isZero();
            if (where.equals("onSubscribe")) {
                assertThat(video.isCancelled()).isTrue();
                assertThat(subscriber.error()).hasMessage(where);
            } else {
                assertThat(dropped)
                        .singleElement()
                        .satisfies(thrown -> assertThat(thrown).hasMessage(where));
            }
        } finally {
            Hooks.resetOnErrorDropped();
        }
    }

    @Test
    void failsWithASignalToStopThatCannotBeSubscribedTo() {
        LateSource video = new LateSource();
        Publisher<Object> unusable = subscriber -> {
            throw broken;
        };

        StepVerifier.create(sink().stoppedBy(unusable).save(video))
                .expectErrorSatisfies(error -> assertThat(error).isSameAs(broken))
                .verify(SOON);
        assertThat(video.isCancelled()).isTrue();
    }

    /** The video drops its rest because of the stop, and yet completes. */
    @Test
    void savesNothingOfAVideoThatCompletesBecauseItWasStopped() {
        Sinks.Empty<Void> stop = Sinks.empty();
        ManualExecutor executor = new ManualExecutor();
        LateSource video = new LateSource();
        Flux<DataBuffer> careless = video.doOnCancel(video::complete);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        saving(careless, sink().stoppedBy(stop.asMono()), executor).subscribe(saved -> {}, failure::set);
        executor.runAll();
        video.emit(buffers.buffer(1));
        stop.tryEmitEmpty();
        executor.runAll();

        assertThat(failure.get()).isInstanceOf(CancellationException.class);
        assertThat(names()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1_000, 4_500})
    void failsOnAFullDisk(int room) {
        AtomicBoolean stopped = new AtomicBoolean();
        Mono<SavedVideo> saved = new SavingMono(
                buffers.video(5).concatWith(Flux.never()).doOnCancel(() -> stopped.set(true)),
                sink(),
                sink -> FullDisk.part(sink, room),
                Schedulers.boundedElastic());

        StepVerifier.create(saved)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(VideoNotSavedException.class)
                        .hasMessageContaining("fox.mp4: No space left on device after")
                        .hasMessageContaining("very likely billed"))
                .verify(SOON);
        assertThat(stopped).isTrue();
        assertThat(names()).isEqualTo(room == 0 ? List.of() : List.of("fox.mp4.part"));
        assertThat(partSize()).isEqualTo(room);
    }

    @Test
    void carriesTheContext() {
        AtomicBoolean seen = new AtomicBoolean();
        Flux<DataBuffer> video = Flux.deferContextual(context -> {
            seen.set(context.hasKey("tenant"));
            return buffers.video(2);
        });

        StepVerifier.create(sink().save(video).contextWrite(context -> context.put("tenant", "acme")))
                .expectNextCount(1)
                .expectComplete()
                .verify(SOON);
        assertThat(seen).isTrue();
    }

    @Test
    void touchesFilesOnBoundedElasticThreadsOnly() {
        Mono<String> thread = sink().save(buffers.video(20))
                .map(saved -> Thread.currentThread().getName())
                .subscribeOn(Schedulers.parallel());

        StepVerifier.create(thread)
                .assertNext(name -> assertThat(name).startsWith("boundedElastic"))
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void paysNothingWhenTheTargetCannotBeWritten() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Mono<Flux<DataBuffer>> call = Mono.fromCallable(() -> {
            calls.incrementAndGet();
            return buffers.video(3);
        });
        Files.writeString(target(), "old");

        StepVerifier.create(sink().saveCall(call))
                .expectError(FileAlreadyExistsException.class)
                .verify(SOON);
        StepVerifier.create(FileSink.to(folder.resolve("missing/fox.mp4")).saveCall(call))
                .expectError(NoSuchFileException.class)
                .verify(SOON);
        assertThat(calls).hasValue(0);

        StepVerifier.create(sink().overwriting().saveCall(call))
                .expectNextCount(1)
                .expectComplete()
                .verify(SOON);
        assertThat(calls).hasValue(1);
        assertThat(names()).containsExactly("fox.mp4");
    }

    private FileSink sink() {
        return FileSink.to(target());
    }

    private Path target() {
        return folder.resolve("fox.mp4");
    }

    private Flux<DataBuffer> broken(int count) {
        return buffers.video(count).concatWith(Flux.error(broken));
    }

    private static Mono<SavedVideo> saving(Flux<DataBuffer> video, FileSink sink, ManualExecutor executor) {
        return new SavingMono(video, sink, VideoOutput::open, Schedulers.fromExecutor(executor));
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(
                    files.map(file -> file.getFileName().toString()).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String permissions(String name) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long partSize() {
        return names().stream()
                .filter(name -> name.endsWith(".part"))
                .mapToLong(name -> folder.resolve(name).toFile().length())
                .sum();
    }

    private static void write(Path file, String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
