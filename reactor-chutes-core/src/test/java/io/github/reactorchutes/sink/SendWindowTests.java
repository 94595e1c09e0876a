package io.github.reactorchutes.sink;

import static io.github.reactorchutes.sink.Buffers.SIZE;
import static io.github.reactorchutes.sink.Buffers.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.fixture.Await;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBuffer;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class SendWindowTests {

    private static final int WINDOW = 10 * SIZE;

    /** What may be on its way when the window is full. */
    private static final int ON_THE_WAY = 4;

    private final Buffers buffers = new Buffers();

    private final Queue<DataBuffer> held = new ArrayDeque<>();

    @AfterEach
    void holdsNoBuffer() {
        held.forEach(DataBufferUtils::release);
        Await.untilAsserted(() -> assertThat(buffers.alive()).isZero());
    }

    @ParameterizedTest
    @ValueSource(longs = {128, Long.MAX_VALUE})
    void requestsNoMoreWhileTheConsumerHoldsAWindow(long demand) {
        AtomicInteger received = new AtomicInteger();
        BaseSubscriber<DataBuffer> consumer = collecting(received, demand);

        SendWindow.limit(buffers.video(1000), WINDOW).subscribe(consumer);

        assertThat(received.get()).isBetween(10, 10 + ON_THE_WAY);
        consumer.cancel();
    }

    @Test
    void continuesAsBuffersAreReleased() {
        AtomicInteger received = new AtomicInteger();
        BaseSubscriber<DataBuffer> consumer = collecting(received, Long.MAX_VALUE);
        SendWindow.limit(buffers.video(1000), WINDOW).subscribe(consumer);

        while (received.get() < 1000) {
            assertThat(held).hasSizeLessThanOrEqualTo(10 + ON_THE_WAY).isNotEmpty();
            DataBufferUtils.release(held.remove());
        }

        assertThat(consumer.isDisposed()).isTrue();
    }

    @Test
    void emitsTheSameBytes() {
        StepVerifier.create(VideoBytes.collect(SendWindow.limit(buffers.video(200)), 200 * SIZE))
                .assertNext(bytes -> assertThat(bytes).isEqualTo(Buffers.allBytes(200)))
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void emitsNoMoreThanIsRequested() {
        StepVerifier.create(SendWindow.limit(buffers.video(1000), WINDOW).doOnNext(DataBufferUtils::release), 0)
                .expectSubscription()
                .thenRequest(3)
                .expectNextCount(3)
                .thenRequest(1)
                .expectNextCount(1)
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void countsABufferUntilItsLastReferenceIsReleased() {
        List<DataBuffer> references = new ArrayList<>();
        AtomicInteger received = new AtomicInteger();
        BaseSubscriber<DataBuffer> consumer = collecting(received, Long.MAX_VALUE);
        SendWindow.limit(buffers.video(100), WINDOW)
                .doOnNext(buffer -> references.add(DataBufferUtils.retain(buffer)))
                .subscribe(consumer);
        int full = received.get();

        List.copyOf(references).forEach(DataBufferUtils::release);
        assertThat(received).hasValue(full);

        DataBufferUtils.release(held.remove());
        DataBufferUtils.release(held.remove());
        DataBufferUtils.release(held.remove());
        DataBufferUtils.release(held.remove());
        assertThat(received).hasValueGreaterThan(full);
        consumer.cancel();
        references.subList(full, references.size()).forEach(DataBufferUtils::release);
    }

    @Test
    void doesNotCountTheHeap() {
        Flux<DataBuffer> heap =
                Flux.range(0, 1000).map(index -> DefaultDataBufferFactory.sharedInstance.wrap(Buffers.bytes(index)));

        StepVerifier.create(SendWindow.limit(heap, WINDOW))
                .expectNextCount(1000)
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void passesOnErrorsAndCancels() {
        Flux<DataBuffer> broken = buffers.video(3).concatWith(Flux.error(new IllegalStateException("cut")));
        StepVerifier.create(SendWindow.limit(broken).doOnNext(DataBufferUtils::release))
                .expectNextCount(3)
                .expectErrorMessage("cut")
                .verify(SOON);
        AtomicInteger cancels = new AtomicInteger();
        StepVerifier.create(
                        SendWindow.limit(buffers.video(3).doOnCancel(cancels::incrementAndGet))
                                .doOnNext(DataBufferUtils::release),
                        1)
                .expectNextCount(1)
                .thenCancel()
                .verify(SOON);
        assertThat(cancels).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void refusesAnEmptyWindow(int bytes) {
        assertThatThrownBy(() -> SendWindow.limit(buffers.video(1), bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxBytes must be 1 or more but was " + bytes);
    }

    /** Emission, demand and releases on three threads, with random pauses and a random end. */
    @RepeatedTest(50)
    void losesNeitherBuffersNorDemandAmongThreads() {
        Scheduler releasing = Schedulers.newSingle("release");
        Random random = new Random();
        AtomicLong most = new AtomicLong();
        AtomicLong now = new AtomicLong();
        Flux<DataBuffer> limited = SendWindow.limit(buffers.video(2000).publishOn(Schedulers.parallel(), 16), WINDOW)
                .doOnNext(buffer -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    releasing.schedule(() -> {
                        now.decrementAndGet();
                        DataBufferUtils.release(buffer);
                    });
                });
        int taken = random.nextBoolean() ? 2000 : random.nextInt(2000);
        try {
            StepVerifier.create(limited.limitRate(1 + random.nextInt(200))
                            .take(taken)
                            .doOnDiscard(DataBuffer.class, this::release))
                    .expectNextCount(taken)
                    .expectComplete()
                    .verify(SOON);
        } finally {
            releasing.disposeGracefully().block(SOON);
        }
        assertThat(most.get()).isLessThanOrEqualTo(10 + ON_THE_WAY);
    }

    /** Discarded before it was counted, because later ones are released by the other thread. */
    private void release(DataBuffer buffer) {
        if (!(((NettyDataBuffer) buffer).getNativeBuffer() instanceof CountedBuffer)) {
            DataBufferUtils.release(buffer);
        }
    }

    private BaseSubscriber<DataBuffer> collecting(AtomicInteger received, long demand) {
        return new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                request(demand);
            }

            @Override
            protected void hookOnNext(DataBuffer buffer) {
                received.incrementAndGet();
                held.add(buffer);
            }
        };
    }
}
