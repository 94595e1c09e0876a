package io.github.reactorchutes.sink;

import static io.github.reactorchutes.sink.Buffers.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.sink.VideoTee.Branch;
import io.github.reactorchutes.sink.VideoTee.WhenFull;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

@Tag("watched")
class VideoTeeTests {

    private final Buffers buffers = new Buffers();

    @AfterEach
    void holdsNoBuffer() {
        Await.untilAsserted(() -> assertThat(buffers.alive()).isZero());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void givesEachBranchTheWholeVideo(int count) {
        List<byte[]> received = Flux.fromIterable(VideoTee.split(buffers.video(30), count, Branch.optional()))
                .flatMap(VideoTeeTests::collect, count)
                .collectList()
                .block(SOON);

        assertThat(received)
                .hasSize(count)
                .allSatisfy(bytes -> assertThat(bytes).isEqualTo(Buffers.allBytes(30)));
    }

    @Test
    void savesAndSendsAtTheSameTime(@TempDir Path folder) {
        List<Flux<DataBuffer>> branches = VideoTee.split(buffers.video(100), 2, Branch.optional());

        StepVerifier.create(Mono.zip(
                        FileSink.to(folder.resolve("fox.mp4")).save(branches.get(0)), collect(branches.get(1))))
                .assertNext(both -> {
                    assertThat(both.getT2()).isEqualTo(Buffers.allBytes(100));
                    assertThat(both.getT1().file()).hasBinaryContent(both.getT2());
                })
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void wantsTwoBranchesAtLeast() {
        assertThatThrownBy(() -> VideoTee.split(buffers.video(1), 1, Branch.optional()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was 1");
        assertThatThrownBy(() -> VideoTee.split(buffers.video(1), -1, Branch.optional()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("branches must be 2 or more but was -1");
        assertThatThrownBy(() -> VideoTee.split(buffers.video(1), Branch.essential()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was 1");
    }

    @Test
    void startsWithTheFirstBranchAndFlowsWithTheLast() {
        AtomicInteger started = new AtomicInteger();
        AtomicLong demanded = new AtomicLong();
        Flux<DataBuffer> video =
                buffers.video(1).doOnSubscribe(s -> started.incrementAndGet()).doOnRequest(demanded::addAndGet);
        List<Flux<DataBuffer>> branches = VideoTee.split(video, 2, Branch.optional());

        Viewer first = Viewer.of(branches.get(0), Long.MAX_VALUE);
        assertThat(started).hasValue(1);
        assertThat(demanded).hasValue(0);
        StepVerifier.create(branches.get(0))
                .expectErrorMessage("a branch of a video can be subscribed to once")
                .verify(SOON);
        assertThat(demanded).hasValue(0);
        Viewer second = Viewer.of(branches.get(1), Long.MAX_VALUE);
        assertThat(started).hasValue(1);
        assertThat(first.end()).isEqualTo(SignalType.ON_COMPLETE);
        assertThat(second.end()).isEqualTo(SignalType.ON_COMPLETE);
    }

    @Test
    void flowsAtThePaceOfTheSlowest() {
        AtomicLong demanded = new AtomicLong();
        List<Flux<DataBuffer>> branches =
                VideoTee.split(buffers.video(10).doOnRequest(demanded::addAndGet), 3, Branch.optional());
        Viewer fast = Viewer.of(branches.get(0), Long.MAX_VALUE);
        Viewer medium = Viewer.of(branches.get(1), 5);
        Viewer slow = Viewer.of(branches.get(2), 0);

        assertThat(demanded).hasValue(0);
        slow.request(2);
        assertThat(demanded).hasValue(2);
        slow.request(1);
        assertThat(demanded).hasValue(3);
        assertThat(List.of(fast.received(), medium.received(), slow.received())).containsOnly(3);
        slow.request(100);
        assertThat(demanded).hasValue(5);
        slow.cancel();
        assertThat(demanded).hasValue(5);
        medium.cancel();
        assertThat(fast.received()).isEqualTo(10);
        assertThat(fast.end()).isEqualTo(SignalType.ON_COMPLETE);
    }

    @Test
    void asksOneByOne() {
        List<Flux<DataBuffer>> branches = VideoTee.split(buffers.video(500), 2, Branch.optional());

        byte[][] received = new byte[2][];
        StepVerifier.create(Mono.when(
                        collect(branches.get(0).limitRate(1)).doOnNext(bytes -> received[0] = bytes),
                        collect(branches.get(1).limitRate(7)).doOnNext(bytes -> received[1] = bytes)))
                .expectComplete()
                .verify(SOON);
        assertThat(received[0]).isEqualTo(Buffers.allBytes(500)).isEqualTo(received[1]);
    }

    static Stream<Branch> kinds() {
        return Stream.of(Branch.optional(), Branch.essential());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void handsOnTheErrorOfTheVideo(Branch each) {
        Flux<DataBuffer> broken = buffers.video(3).concatWith(Flux.error(new IllegalStateException("broken")));
        List<Flux<DataBuffer>> branches = VideoTee.split(broken, 2, each);
        Viewer first = Viewer.of(branches.get(0), Long.MAX_VALUE);
        Viewer second = Viewer.of(branches.get(1), 3);

        assertThat(first.error()).hasMessage("broken").isSameAs(second.error());
        assertThat(first.received()).isEqualTo(3);
    }

    @Test
    void goesOnWithoutACancelledBranch() {
        AtomicBoolean cancelled = new AtomicBoolean();
        List<Flux<DataBuffer>> branches =
                VideoTee.split(buffers.video(10).doOnCancel(() -> cancelled.set(true)), 2, Branch.optional());
        Viewer stays = Viewer.of(branches.get(0), Long.MAX_VALUE);
        Viewer goes = Viewer.of(branches.get(1), 2);

        goes.cancel();
        assertThat(stays.received()).isEqualTo(10);
        assertThat(stays.end()).isEqualTo(SignalType.ON_COMPLETE);
        assertThat(cancelled).isFalse();
    }

    @Test
    void goesOnWithoutABranchThatWasCancelledBeforeTheStart() {
        List<Flux<DataBuffer>> branches = VideoTee.split(buffers.video(10), 2, Branch.optional());
        Viewer.of(branches.get(0), 1).cancel();

        assertThat(Viewer.of(branches.get(1), Long.MAX_VALUE).received()).isEqualTo(10);
    }

    @Test
    void cancelsTheVideoWithTheLastBranch() {
        LateSource video = new LateSource();
        List<Flux<DataBuffer>> branches = VideoTee.split(video, 2, Branch.optional());
        Viewer first = Viewer.of(branches.get(0), Long.MAX_VALUE);
        Viewer second = Viewer.of(branches.get(1), 2);
        video.emit(buffers.buffer(0));

        first.cancel();
        assertThat(video.isCancelled()).isFalse();
        second.cancel();
        assertThat(video.isCancelled()).isTrue();
        video.emit(buffers.buffer(1));
        assertThat(first.received() + second.received()).isEqualTo(2);
    }

    @Test
    void cancelsAllWithOne() {
        LateSource video = new LateSource();
        List<Flux<DataBuffer>> branches = VideoTee.split(video, 2, Branch.essential());
        Viewer stays = Viewer.of(branches.get(0), Long.MAX_VALUE);
        Viewer goes = Viewer.of(branches.get(1), 2);
        video.emit(buffers.buffer(0));

        goes.cancel();
        assertThat(video.isCancelled()).isTrue();
        assertFailsSoon(stays);
        assertThat(goes.end()).isEqualTo(SignalType.CANCEL);
        video.emit(buffers.buffer(1));
        video.complete();
        assertThat(stays.received()).isOne();
    }

    /** The video must not wait for a subscriber that has no reason to come any more. */
    @Test
    void cancelsAllBeforeTheStart() {
        LateSource video = new LateSource();
        List<Flux<DataBuffer>> branches = VideoTee.split(video, 3, Branch.essential());
        Viewer second = Viewer.of(branches.get(1), 2);
        Viewer.of(branches.get(2), 0).cancel();

        assertThat(video.isCancelled()).isTrue();
        assertFailsSoon(second);
        assertFailsSoon(Viewer.of(branches.get(0), 1));
        assertThat(video.asked()).isFalse();
    }

    @Test
    void survivesACancelWithinTheSubscription() {
        List<Flux<DataBuffer>> branches = VideoTee.split(buffers.video(5), 2, Branch.optional());

        branches.get(0).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                cancel();
            }
        });
        assertThat(Viewer.of(branches.get(1), 5).received()).isEqualTo(5);
    }

    @Test
    void survivesACancelWithinABuffer() {
        List<Flux<DataBuffer>> branches = VideoTee.split(buffers.video(5), 2, Branch.essential());
        Viewer other = Viewer.of(branches.get(0), Long.MAX_VALUE);

        StepVerifier.create(branches.get(1).doOnNext(DataBufferUtils::release).take(2))
                .expectNextCount(2)
                .expectComplete()
                .verify(SOON);
        assertThat(other.received()).isEqualTo(2);
        assertFailsSoon(other);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void leavesNothingWhateverIsCancelledWhenever(Branch each) {
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            Flux<DataBuffer> video = buffers.video(60).subscribeOn(Schedulers.parallel());
            List<Flux<DataBuffer>> branches = VideoTee.split(video, 3, each);
            List<Viewer> subscribed = new ArrayList<>();
            for (Flux<DataBuffer> branch : branches) {
                subscribed.add(Viewer.of(branch, random.nextInt(50)));
                spin(random.nextInt(30_000));
                if (random.nextInt(4) == 0) {
                    subscribed.get(random.nextInt(subscribed.size())).cancel();
                }
            }
            spin(random.nextInt(100_000));
            subscribed.forEach(BaseSubscriber::cancel);
        }
    }

    @Test
    void carriesTheContextOfTheBranchThatIsSubscribedToFirst() {
        Flux<DataBuffer> video = Flux.deferContextual(context -> buffers.video(context.get("count")));
        List<Flux<DataBuffer>> branches = VideoTee.split(video, 2, Branch.optional());

        Viewer first = Viewer.of(branches.get(1).contextWrite(context -> context.put("count", 4)), Long.MAX_VALUE);
        Viewer.of(branches.get(0), Long.MAX_VALUE);
        assertThat(first.received()).isEqualTo(4);
    }

    /**
     * The failure that one branch's cancel means for another must not overtake the buffer that one is being given. It comes
     * after a while, which is skipped.
     */
    @Test
    void neverSignalsAFailureWithinABuffer() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        Scheduler source = Schedulers.newSingle("video");
        VirtualTimeScheduler.set(time);
        try {
            for (int i = 0; i < 300; i++) {
                Flux<DataBuffer> video = buffers.video(200).subscribeOn(source);
                List<Flux<DataBuffer>> branches = VideoTee.split(video, 3, Branch.essential());
                Viewer watched = Viewer.of(branches.get(0), Long.MAX_VALUE);
                Viewer other = Viewer.of(branches.get(1), Long.MAX_VALUE);
                Viewer goes = Viewer.of(branches.get(2), Long.MAX_VALUE);
                spin(ThreadLocalRandom.current().nextInt(150_000));
                goes.cancel();
                time.advanceTimeBy(Duration.ofSeconds(1));
                Await.untilAsserted(
                        () -> assertThat(watched.hasEnded() && other.hasEnded()).isTrue());
                assertThat(watched.overlaps() + other.overlaps()).isZero();
            }
        } finally {
            VirtualTimeScheduler.reset();
            source.dispose();
        }
    }

    /** A join that is cancelled cancels its branches one after the other: none of them may be told a failure by then. */
    @Test
    void dropsNoErrorWhenAllBranchesAreCancelledOneByOne() {
        List<Throwable> dropped = new CopyOnWriteArrayList<>();
        Hooks.onErrorDropped(dropped::add);
        VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
        try {
            LateSource video = new LateSource();
            List<Flux<DataBuffer>> branches = VideoTee.split(video, 3, Branch.essential());
            Disposable join = Mono.when(branches).subscribe();
            join.dispose();
            assertThat(video.isCancelled()).isTrue();
            time.advanceTimeBy(Duration.ofSeconds(1));
            assertThat(dropped).isEmpty();
        } finally {
            VirtualTimeScheduler.reset();
            Hooks.resetOnErrorDropped();
        }
    }

    @Test
    void letsTheReasonOfAFailureThrough() {
        List<Throwable> dropped = new CopyOnWriteArrayList<>();
        Hooks.onErrorDropped(dropped::add);
        VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
        try {
            List<Flux<DataBuffer>> branches = VideoTee.split(buffers.video(50), Branch.essential(), Branch.essential());
            Flux<DataBuffer> full = branches.get(1).doOnNext(buffer -> {
                DataBufferUtils.release(buffer);
                throw new IllegalStateException("disk full");
            });
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Mono.when(branches.get(0).doOnNext(DataBufferUtils::release), full).subscribe(nothing -> {}, failure::set);
            time.advanceTimeBy(Duration.ofSeconds(1));
            assertThat(failure.get()).hasMessage("disk full");
            assertThat(dropped).isEmpty();
        } finally {
            VirtualTimeScheduler.reset();
            Hooks.resetOnErrorDropped();
        }
    }

    @Test
    void runsAheadOfABranchByItsQueue() {
        AtomicLong demanded = new AtomicLong();
        List<Flux<DataBuffer>> branches = VideoTee.split(
                buffers.video(10).doOnRequest(demanded::addAndGet),
                Branch.essential(),
                Branch.optional().queueing(2 * Buffers.SIZE + 1, WhenFull.WAIT));
        Viewer fast = Viewer.of(branches.get(0), Long.MAX_VALUE);
        Viewer slow = Viewer.of(branches.get(1), 0);

        assertThat(fast.received()).isEqualTo(3);
        assertThat(slow.received()).isZero();
        slow.request(2);
        assertThat(fast.received()).isEqualTo(5);
        assertThat(slow.received()).isEqualTo(2);
        slow.request(5);
        assertThat(fast.end()).isEqualTo(SignalType.ON_COMPLETE);
        assertThat(demanded).hasValue(10);
        assertThat(slow.received()).isEqualTo(7);
        assertThat(slow.hasEnded()).isFalse();
        slow.request(3);
        assertThat(slow.received()).isEqualTo(10);
        assertThat(slow.end()).isEqualTo(SignalType.ON_COMPLETE);
    }

    @Test
    void failsABranchThatFallsTooFarBehind() {
        List<Flux<DataBuffer>> branches = VideoTee.split(
                buffers.video(10), Branch.essential(), Branch.optional().queueing(2 * Buffers.SIZE, WhenFull.FAIL));
        Viewer slow = Viewer.of(branches.get(1), 4);
        Viewer fast = Viewer.of(branches.get(0), Long.MAX_VALUE);

        assertThat(fast.received()).isEqualTo(10);
        assertThat(fast.end()).isEqualTo(SignalType.ON_COMPLETE);
        assertThat(slow.received()).isEqualTo(4);
        assertThat(slow.error()).matches(Exceptions::isOverflow).hasMessageContaining("more than 2000 bytes behind");
    }

    @Test
    void failsTheWholeWithAnEssentialBranchThatFallsTooFarBehind() {
        LateSource video = new LateSource();
        List<Flux<DataBuffer>> branches =
                VideoTee.split(video, Branch.optional(), Branch.essential().queueing(Buffers.SIZE, WhenFull.FAIL));
        Viewer other = Viewer.of(branches.get(0), Long.MAX_VALUE);
        Viewer slow = Viewer.of(branches.get(1), 0);

        video.emit(buffers.buffer(0));
        assertThat(slow.hasEnded()).isFalse();
        video.emit(buffers.buffer(1));
        assertThat(slow.error()).matches(Exceptions::isOverflow);
        assertThat(video.isCancelled()).isTrue();
        assertFailsSoon(other);
    }

    /** Nobody else is there to wait for the two: the faster one must not be failed by the network's pace. */
    @Test
    void flowsAtThePaceOfTheFastestOfThoseThatNobodyWaitsFor() {
        Branch viewer = Branch.optional().queueing(2 * Buffers.SIZE, WhenFull.FAIL);
        List<Flux<DataBuffer>> branches = VideoTee.split(buffers.video(10), viewer, viewer);
        Viewer slow = Viewer.of(branches.get(0), 0);
        Viewer fast = Viewer.of(branches.get(1), 2);

        assertThat(fast.received()).isEqualTo(2);
        assertThat(slow.hasEnded()).isFalse();
        fast.request(1);
        assertThat(slow.error()).matches(Exceptions::isOverflow);
        fast.request(7);
        assertThat(fast.received()).isEqualTo(10);
        assertThat(fast.end()).isEqualTo(SignalType.ON_COMPLETE);
    }

    @Test
    void goesOnWithAnOptionalBranchGoneAndEndsWithAnEssentialOne() {
        LateSource video = new LateSource();
        List<Flux<DataBuffer>> branches =
                VideoTee.split(video, Branch.optional(), Branch.essential(), Branch.optional());
        Viewer first = Viewer.of(branches.get(0), 5);
        Viewer essential = Viewer.of(branches.get(1), 5);
        Viewer last = Viewer.of(branches.get(2), 5);

        first.cancel();
        video.emit(buffers.buffer(0));
        assertThat(video.isCancelled()).isFalse();
        assertThat(last.received()).isOne();
        essential.cancel();
        assertThat(video.isCancelled()).isTrue();
        assertFailsSoon(last);
    }

    @Test
    void handsOnAnErrorAfterWhatIsQueued() {
        AtomicBoolean cancelled = new AtomicBoolean();
        Flux<DataBuffer> broken = buffers.video(2)
                .concatWith(Flux.error(new IllegalStateException("broken")))
                .doOnCancel(() -> cancelled.set(true));
        List<Flux<DataBuffer>> branches =
                VideoTee.split(broken, Branch.optional(), Branch.optional().queueing(10_000, WhenFull.WAIT));
        Viewer fast = Viewer.of(branches.get(0), Long.MAX_VALUE);
        Viewer slow = Viewer.of(branches.get(1), 0);

        assertThat(fast.error()).hasMessage("broken");
        assertThat(slow.hasEnded()).isFalse();
        slow.request(2);
        assertThat(slow.received()).isEqualTo(2);
        assertThat(slow.error()).hasMessage("broken");
        assertThat(cancelled).isFalse();
    }

    @Test
    void releasesWhatIsQueuedWhenCancelled() {
        List<Flux<DataBuffer>> branches = VideoTee.split(
                buffers.video(5), Branch.optional(), Branch.optional().queueing(10_000, WhenFull.WAIT));
        Viewer.of(branches.get(0), Long.MAX_VALUE);
        Viewer slow = Viewer.of(branches.get(1), 1);

        assertThat(buffers.alive()).isPositive();
        slow.cancel();
        assertThat(buffers.alive()).isZero();
    }

    /** The rest was dropped because of the cancel, and yet the video completes: only the tee can know. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void neverCompletesABranchThatABufferWasKeptFrom(boolean queued) {
        LateSource video = new LateSource();
        Branch rule = queued ? Branch.optional().queueing(100_000, WhenFull.WAIT) : Branch.optional();
        List<Flux<DataBuffer>> branches = VideoTee.split(video, Branch.essential(), rule);
        Viewer goes = Viewer.of(branches.get(0), Long.MAX_VALUE);
        Viewer stays = Viewer.of(branches.get(1), Long.MAX_VALUE);
        video.emit(buffers.buffer(0));

        goes.cancel();
        video.emit(buffers.buffer(1));
        video.complete();
        assertFailsSoon(stays);
        assertThat(stays.received()).isOne();
    }

    @Test
    void savesNoFileOfABranchThatABufferWasKeptFrom(@TempDir Path folder) {
        LateSource video = new LateSource();
        List<Flux<DataBuffer>> branches = VideoTee.split(video, Branch.essential(), Branch.essential());
        Path file = folder.resolve("fox.mp4");

        StepVerifier.create(FileSink.to(file).save(branches.get(0)))
                .then(() -> {
                    Viewer goes = Viewer.of(branches.get(1), Long.MAX_VALUE);
                    Await.untilAsserted(() -> assertThat(video.asked()).isTrue());
                    video.emit(buffers.buffer(0));
                    goes.cancel();
                    video.emit(buffers.buffer(1));
                    video.complete();
                })
                .expectError(CancellationException.class)
                .verify(SOON);
        assertThat(file).doesNotExist();
    }

    @Test
    void goesOnWithoutAnOptionalBranchThatNobodySubscribesTo() {
        List<Flux<DataBuffer>> branches = VideoTee.split(
                buffers.video(5), Branch.essential(), Branch.optional().subscribedWithin(Duration.ofMillis(20)));
        Viewer first = Viewer.of(branches.get(0), Long.MAX_VALUE);

        StepVerifier.create(branches.get(1).take(0)).expectComplete().verify(SOON);
        Await.untilAsserted(() -> assertThat(first.end()).isEqualTo(SignalType.ON_COMPLETE));
        assertThat(first.received()).isEqualTo(5);
        StepVerifier.create(branches.get(1))
                .expectErrorMessage("this branch of a video was not subscribed to within PT0.02S of the first")
                .verify(SOON);
    }

    @Test
    void failsWithoutAnEssentialBranchThatNobodySubscribesTo() {
        LateSource video = new LateSource();
        List<Flux<DataBuffer>> branches = VideoTee.split(
                video,
                Branch.optional(),
                Branch.essential().subscribedWithin(Duration.ofMillis(20)),
                Branch.optional());
        Viewer first = Viewer.of(branches.get(0), Long.MAX_VALUE);
        Viewer last = Viewer.of(branches.get(2), Long.MAX_VALUE);

        Await.untilAsserted(() -> assertThat(List.of(first, last))
                .allSatisfy(viewer -> assertThat(viewer.error())
                        .isInstanceOf(CancellationException.class)
                        .hasMessage("a branch of the video was not subscribed to within PT0.02S")));
        assertThat(video.isCancelled()).isTrue();
        assertThat(video.asked()).isFalse();
    }

    @Test
    void waitsHalfAMinuteForABranch() {
        VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
        try {
            List<Flux<DataBuffer>> branches = VideoTee.split(buffers.video(5), 2, Branch.optional());
            Viewer first = Viewer.of(branches.get(1), Long.MAX_VALUE);

            time.advanceTimeBy(Duration.ofMillis(29_999));
            assertThat(first.hasEnded()).isFalse();
            time.advanceTimeBy(Duration.ofMillis(1));
            assertThat(first.received()).isEqualTo(5);
        } finally {
            VirtualTimeScheduler.reset();
        }
    }

    @Test
    void tellsAllBranchesOfAnEndThatComesBeforeThey() {
        LateSource video = new LateSource();
        List<Flux<DataBuffer>> branches = VideoTee.split(video, 3, Branch.optional());
        Viewer first = Viewer.of(branches.get(0), Long.MAX_VALUE);
        Viewer second = Viewer.of(branches.get(1), Long.MAX_VALUE);
        IllegalStateException gone = new IllegalStateException("the body is gone");

        video.fail(gone);
        assertThat(List.of(first, second, Viewer.of(branches.get(2), 0)))
                .allSatisfy(viewer -> assertThat(viewer.error()).isSameAs(gone));
        assertThat(gone.getSuppressed())
                .singleElement()
                .satisfies(reason ->
                        assertThat(reason).hasMessage("1 of the 3 branches of the video were not subscribed to"));
    }

    @Test
    void keepsNoOtherBranchFromItsSignalsWhenASubscriberThrows() {
        List<Flux<DataBuffer>> branches =
                VideoTee.split(buffers.video(5), Branch.optional(), Branch.optional(), Branch.essential());
        Viewer last = Viewer.of(branches.get(2), 0);
        for (String where : List.of("onSubscribe", "onNext")) {
            Throwing throwing = new Throwing(where);
            branches.get(where.equals("onNext") ? 1 : 0).subscribe(throwing);
            last.request(1);
            Await.untilAsserted(() -> assertThat(throwing.error()).hasMessage(where));
        }
        last.request(10);
        assertThat(last.received()).isEqualTo(5);
        assertThat(last.end()).isEqualTo(SignalType.ON_COMPLETE);
    }

    @Test
    void failsTheOthersWhenTheSubscriberOfAnEssentialBranchThrows() {
        LateSource video = new LateSource();
        List<Flux<DataBuffer>> branches = VideoTee.split(video, Branch.essential(), Branch.optional());
        branches.get(0).subscribe(new Throwing("onSubscribe"));

        assertThat(video.isCancelled()).isTrue();
        assertFailsSoon(Viewer.of(branches.get(1), 1));
    }

    @Test
    void wantsAPositiveLimitForASubscription() {
        for (Duration limit : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofDays(25))) {
            assertThatThrownBy(() -> Branch.optional().subscribedWithin(limit))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("limit must be more than 0 and at most 24 days but was " + limit);
        }
    }

    @Test
    void wantsRoomForAByteInAQueue() {
        assertThatThrownBy(() -> Branch.optional().queueing(0, WhenFull.WAIT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bytes must be 1 or more but was 0");
    }

    @Test
    void givesEachBranchTheWholeVideoThroughItsQueue() {
        Random random = new Random(9);
        for (int i = 0; i < 100; i++) {
            Branch[] rules = new Branch[] {
                Branch.optional().queueing(1 + random.nextInt(5000), WhenFull.WAIT),
                Branch.essential(),
                Branch.essential().queueing(1 + random.nextInt(50_000), WhenFull.WAIT)
            };
            Flux<DataBuffer> video = buffers.video(60).publishOn(Schedulers.parallel(), 1 + random.nextInt(8));
            List<byte[]> received = Flux.fromIterable(VideoTee.split(video, rules))
                    .flatMap(branch -> collect(branch.publishOn(Schedulers.parallel(), 1 + random.nextInt(8))), 3)
                    .collectList()
                    .block(SOON);
            assertThat(received)
                    .hasSize(3)
                    .allSatisfy(bytes -> assertThat(bytes).isEqualTo(Buffers.allBytes(60)));
        }
    }

    @Test
    void leavesNothingOfQueuesWhateverIsCancelledWhenever() {
        Random random = new Random(4);
        for (int i = 0; i < 300; i++) {
            Flux<DataBuffer> video = buffers.video(60).subscribeOn(Schedulers.parallel());
            List<Viewer> subscribed = new ArrayList<>();
            for (Flux<DataBuffer> branch : VideoTee.split(video, rule(random), rule(random), rule(random))) {
                subscribed.add(Viewer.of(branch, random.nextInt(50)));
                spin(random.nextInt(30_000));
                if (random.nextInt(4) == 0) {
                    subscribed.get(random.nextInt(subscribed.size())).cancel();
                }
            }
            spin(random.nextInt(100_000));
            subscribed.forEach(BaseSubscriber::cancel);
            assertThat(subscribed)
                    .allSatisfy(viewer -> assertThat(viewer.overlaps()).isZero());
        }
    }

    private static Branch rule(Random random) {
        Branch rule = random.nextBoolean() ? Branch.essential() : Branch.optional();
        WhenFull whenFull = random.nextBoolean() ? WhenFull.WAIT : WhenFull.FAIL;
        return random.nextInt(3) == 0 ? rule : rule.queueing(1 + random.nextInt(20_000), whenFull);
    }

    private static void assertFailsSoon(Viewer viewer) {
        Await.untilAsserted(() -> assertThat(viewer.error())
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("another branch"));
    }

    private static void spin(int nanos) {
        long until = System.nanoTime() + nanos;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    private static Mono<byte[]> collect(Flux<DataBuffer> branch) {
        return branch.map(VideoBytes::take)
                .collect(ByteArrayOutputStream::new, ByteArrayOutputStream::writeBytes)
                .map(ByteArrayOutputStream::toByteArray);
    }

    /** A subscriber that counts, and notices signals that overlap. */
    private static final class Viewer extends BaseSubscriber<DataBuffer> {

        private final long demand;

        private final AtomicInteger received = new AtomicInteger();

        private final AtomicInteger overlaps = new AtomicInteger();

        private final AtomicBoolean busy = new AtomicBoolean();

        private volatile @Nullable SignalType end;

        private volatile @Nullable Throwable error;

        private Viewer(long demand) {
            this.demand = demand;
        }

        static Viewer of(Flux<DataBuffer> branch, long demand) {
            Viewer subscriber = new Viewer(demand);
            branch.subscribe(subscriber);
            return subscriber;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            if (demand > 0) {
                subscription.request(demand);
            }
        }

        @Override
        protected void hookOnNext(DataBuffer buffer) {
            enter();
            DataBufferUtils.release(buffer);
            received.incrementAndGet();
            busy.set(false);
        }

        @Override
        protected void hookOnError(Throwable failure) {
            enter();
            error = failure;
        }

        @Override
        protected void hookOnComplete() {
            enter();
        }

        @Override
        protected void hookFinally(SignalType type) {
            end = type;
        }

        private void enter() {
            if (!busy.compareAndSet(false, true)) {
                overlaps.incrementAndGet();
            }
        }

        int received() {
            return received.get();
        }

        int overlaps() {
            return overlaps.get();
        }

        boolean hasEnded() {
            return end != null;
        }

        @Nullable
        SignalType end() {
            return end;
        }

        @Nullable
        Throwable error() {
            return error;
        }
    }
}
