package io.github.reactorchutes.sink;

import static io.github.reactorchutes.sink.Buffers.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.sink.VideoTee.OnCancel;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

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
        List<byte[]> received = Flux.fromIterable(VideoTee.split(buffers.video(30), count, OnCancel.CONTINUE))
                .flatMap(VideoTeeTests::collect, count)
                .collectList()
                .block(SOON);

        assertThat(received)
                .hasSize(count)
                .allSatisfy(bytes -> assertThat(bytes).isEqualTo(Buffers.allBytes(30)));
    }

    @Test
    void savesAndSendsAtTheSameTime(@TempDir Path folder) {
        List<Flux<DataBuffer>> branches = VideoTee.split(buffers.video(100), 2, OnCancel.CONTINUE);

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
        assertThatThrownBy(() -> VideoTee.split(buffers.video(1), 1, OnCancel.CONTINUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was 1");
    }

    @Test
    void startsWhenEveryBranchIsSubscribedToAndOnce() {
        AtomicInteger started = new AtomicInteger();
        List<Flux<DataBuffer>> branches =
                VideoTee.split(buffers.video(1).doOnSubscribe(s -> started.incrementAndGet()), 2, OnCancel.CONTINUE);

        Branch first = Branch.of(branches.get(0), Long.MAX_VALUE);
        assertThat(started).hasValue(0);
        StepVerifier.create(branches.get(0))
                .expectErrorMessage("a branch of a video can be subscribed to once")
                .verify(SOON);
        assertThat(started).hasValue(0);
        Branch second = Branch.of(branches.get(1), Long.MAX_VALUE);
        assertThat(started).hasValue(1);
        assertThat(first.end()).isEqualTo(SignalType.ON_COMPLETE);
        assertThat(second.end()).isEqualTo(SignalType.ON_COMPLETE);
    }

    @Test
    void flowsAtThePaceOfTheSlowest() {
        AtomicLong demanded = new AtomicLong();
        List<Flux<DataBuffer>> branches =
                VideoTee.split(buffers.video(10).doOnRequest(demanded::addAndGet), 3, OnCancel.CONTINUE);
        Branch fast = Branch.of(branches.get(0), Long.MAX_VALUE);
        Branch medium = Branch.of(branches.get(1), 5);
        Branch slow = Branch.of(branches.get(2), 0);

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
        List<Flux<DataBuffer>> branches = VideoTee.split(buffers.video(500), 2, OnCancel.CONTINUE);

        byte[][] received = new byte[2][];
        StepVerifier.create(Mono.when(
                        collect(branches.get(0).limitRate(1)).doOnNext(bytes -> received[0] = bytes),
                        collect(branches.get(1).limitRate(7)).doOnNext(bytes -> received[1] = bytes)))
                .expectComplete()
                .verify(SOON);
        assertThat(received[0]).isEqualTo(Buffers.allBytes(500)).isEqualTo(received[1]);
    }

    @ParameterizedTest
    @EnumSource(OnCancel.class)
    void handsOnTheErrorOfTheVideo(OnCancel policy) {
        Flux<DataBuffer> broken = buffers.video(3).concatWith(Flux.error(new IllegalStateException("broken")));
        List<Flux<DataBuffer>> branches = VideoTee.split(broken, 2, policy);
        Branch first = Branch.of(branches.get(0), Long.MAX_VALUE);
        Branch second = Branch.of(branches.get(1), 3);

        assertThat(first.error()).hasMessage("broken").isSameAs(second.error());
        assertThat(first.received()).isEqualTo(3);
    }

    @Test
    void goesOnWithoutACancelledBranch() {
        AtomicBoolean cancelled = new AtomicBoolean();
        List<Flux<DataBuffer>> branches =
                VideoTee.split(buffers.video(10).doOnCancel(() -> cancelled.set(true)), 2, OnCancel.CONTINUE);
        Branch stays = Branch.of(branches.get(0), Long.MAX_VALUE);
        Branch goes = Branch.of(branches.get(1), 2);

        goes.cancel();
        assertThat(stays.received()).isEqualTo(10);
        assertThat(stays.end()).isEqualTo(SignalType.ON_COMPLETE);
        assertThat(cancelled).isFalse();
    }

    @Test
    void goesOnWithoutABranchThatWasCancelledBeforeTheStart() {
        List<Flux<DataBuffer>> branches = VideoTee.split(buffers.video(10), 2, OnCancel.CONTINUE);
        Branch.of(branches.get(0), 1).cancel();

        assertThat(Branch.of(branches.get(1), Long.MAX_VALUE).received()).isEqualTo(10);
    }

    @Test
    void cancelsTheVideoWithTheLastBranch() {
        LateSource video = new LateSource();
        List<Flux<DataBuffer>> branches = VideoTee.split(video, 2, OnCancel.CONTINUE);
        Branch first = Branch.of(branches.get(0), Long.MAX_VALUE);
        Branch second = Branch.of(branches.get(1), 2);
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
        List<Flux<DataBuffer>> branches = VideoTee.split(video, 2, OnCancel.CANCEL_ALL);
        Branch stays = Branch.of(branches.get(0), Long.MAX_VALUE);
        Branch goes = Branch.of(branches.get(1), 2);
        video.emit(buffers.buffer(0));

        goes.cancel();
        assertThat(video.isCancelled()).isTrue();
        assertThat(stays.error()).isInstanceOf(CancellationException.class).hasMessageContaining("another branch");
        assertThat(goes.end()).isEqualTo(SignalType.CANCEL);
        video.emit(buffers.buffer(1));
        video.complete();
        assertThat(stays.received()).isOne();
    }

    /** The video must not wait for a subscriber that has no reason to come any more. */
    @Test
    void cancelsAllBeforeTheStart() {
        LateSource video = new LateSource();
        List<Flux<DataBuffer>> branches = VideoTee.split(video, 3, OnCancel.CANCEL_ALL);
        Branch second = Branch.of(branches.get(1), 2);
        Branch.of(branches.get(2), 0).cancel();

        assertThat(video.isCancelled()).isTrue();
        assertThat(second.error()).isInstanceOf(CancellationException.class);
        assertThat(Branch.of(branches.get(0), 1).error()).isInstanceOf(CancellationException.class);
        assertThat(video.asked()).isFalse();
    }

    @Test
    void survivesACancelWithinTheSubscription() {
        List<Flux<DataBuffer>> branches = VideoTee.split(buffers.video(5), 2, OnCancel.CONTINUE);

        branches.get(0).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                cancel();
            }
        });
        assertThat(Branch.of(branches.get(1), 5).received()).isEqualTo(5);
    }

    @Test
    void survivesACancelWithinABuffer() {
        List<Flux<DataBuffer>> branches = VideoTee.split(buffers.video(5), 2, OnCancel.CANCEL_ALL);
        Branch other = Branch.of(branches.get(0), Long.MAX_VALUE);

        StepVerifier.create(branches.get(1).doOnNext(DataBufferUtils::release).take(2))
                .expectNextCount(2)
                .expectComplete()
                .verify(SOON);
        assertThat(other.received()).isEqualTo(2);
        assertThat(other.error()).isInstanceOf(CancellationException.class);
    }

    /** The end that one branch's cancel means for another must not overtake the buffer that one is being given. */
    @Test
    void neverSignalsAnEndWithinABuffer() {
        for (int i = 0; i < 300; i++) {
            Flux<DataBuffer> video = buffers.video(200).subscribeOn(Schedulers.parallel());
            List<Flux<DataBuffer>> branches = VideoTee.split(video, 3, OnCancel.CANCEL_ALL);
            Branch watched = Branch.of(branches.get(0), Long.MAX_VALUE);
            Branch other = Branch.of(branches.get(1), Long.MAX_VALUE);
            Branch goes = Branch.of(branches.get(2), Long.MAX_VALUE);
            spin(ThreadLocalRandom.current().nextInt(150_000));
            goes.cancel();
            Await.untilAsserted(
                    () -> assertThat(watched.hasEnded() && other.hasEnded()).isTrue());
            assertThat(watched.overlaps() + other.overlaps()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(OnCancel.class)
    void leavesNothingWhateverIsCancelledWhenever(OnCancel policy) {
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            Flux<DataBuffer> video = buffers.video(60).subscribeOn(Schedulers.parallel());
            List<Flux<DataBuffer>> branches = VideoTee.split(video, 3, policy);
            List<Branch> subscribed = new ArrayList<>();
            for (Flux<DataBuffer> branch : branches) {
                subscribed.add(Branch.of(branch, random.nextInt(50)));
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
    void carriesTheContextOfTheFirstBranch() {
        Flux<DataBuffer> video = Flux.deferContextual(context -> buffers.video(context.get("count")));
        List<Flux<DataBuffer>> branches = VideoTee.split(video, 2, OnCancel.CONTINUE);
        Branch second = Branch.of(branches.get(1), Long.MAX_VALUE);

        Branch.of(branches.get(0).contextWrite(context -> context.put("count", 4)), Long.MAX_VALUE);
        assertThat(second.received()).isEqualTo(4);
    }

    private static void spin(int nanos) {
        long until = System.nanoTime() + nanos;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    private static Mono<byte[]> collect(Flux<DataBuffer> branch) {
        return branch.map(Buffers::take)
                .collect(ByteArrayOutputStream::new, ByteArrayOutputStream::writeBytes)
                .map(ByteArrayOutputStream::toByteArray);
    }

    /** A subscriber that counts, and notices signals that overlap. */
    private static final class Branch extends BaseSubscriber<DataBuffer> {

        private final long demand;

        private final AtomicInteger received = new AtomicInteger();

        private final AtomicInteger overlaps = new AtomicInteger();

        private final AtomicBoolean busy = new AtomicBoolean();

        private volatile @Nullable SignalType end;

        private volatile @Nullable Throwable error;

        private Branch(long demand) {
            this.demand = demand;
        }

        static Branch of(Flux<DataBuffer> branch, long demand) {
            Branch subscriber = new Branch(demand);
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
