package io.github.reactorchutes.sink;

import static io.github.reactorchutes.sink.Buffers.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.reactorchutes.fixture.Await;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class VideoBytesTests {

    private final Buffers buffers = new Buffers();

    @AfterEach
    void holdsNoBuffer() {
        Await.untilAsserted(() -> assertThat(buffers.alive()).isZero());
    }

    @Test
    void collectsAShortVideo() {
        StepVerifier.create(VideoBytes.collect(buffers.video(20), 20 * Buffers.SIZE))
                .assertNext(bytes -> assertThat(bytes).isEqualTo(Buffers.allBytes(20)))
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void stopsReceivingAtTheLimit() {
        AtomicBoolean cancelled = new AtomicBoolean();
        AtomicInteger made = new AtomicInteger();
        Flux<DataBuffer> video =
                buffers.video(1000).doOnNext(buffer -> made.incrementAndGet()).doOnCancel(() -> cancelled.set(true));

        StepVerifier.create(VideoBytes.collect(video, 20 * Buffers.SIZE - 1))
                .expectError(DataBufferLimitException.class)
                .verify(SOON);
        assertThat(made).hasValue(20);
        assertThat(cancelled).isTrue();
    }

    @Test
    void refusesALimitBelowOne() {
        assertThatThrownBy(() -> VideoBytes.collect(buffers.video(1), 0)).hasMessageContaining("was 0");
    }

    @Test
    void releasesWhatWasCollectedOfABrokenVideo() {
        Flux<DataBuffer> broken = buffers.video(5).concatWith(Flux.error(new IllegalStateException("broken")));

        StepVerifier.create(VideoBytes.collect(broken, 100_000))
                .expectErrorMessage("broken")
                .verify(SOON);
    }

    @Test
    void releasesWhatWasCollectedWhenCancelledAtAnyMoment() {
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            Disposable collecting = VideoBytes.collect(buffers.video(30).subscribeOn(Schedulers.parallel()), 1_000_000)
                    .subscribe();
            long until = System.nanoTime() + random.nextInt(200_000);
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            collecting.dispose();
        }
    }

    @Test
    void adaptsToTheFlowOfTheJdk() {
        Flow.Publisher<ByteBuffer> flow = VideoBytes.flowPublisher(buffers.video(7));

        ByteArrayOutputStream received = new ByteArrayOutputStream();
        StepVerifier.create(JdkFlowAdapter.flowPublisherToFlux(flow).doOnNext(piece -> append(received, piece)), 2)
                .expectNextCount(2)
                .thenRequest(100)
                .expectNextCount(5)
                .expectComplete()
                .verify(SOON);
        assertThat(received.toByteArray()).isEqualTo(Buffers.allBytes(7));
    }

    private static void append(ByteArrayOutputStream target, ByteBuffer piece) {
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        target.writeBytes(bytes);
    }

    @Test
    void takesTheReadableBytesOutOfABufferAndReleasesIt() {
        DataBuffer buffer = Objects.requireNonNull(buffers.video(1).blockFirst(SOON));
        buffer.read();

        byte[] bytes = VideoBytes.take(buffer);

        assertThat(bytes).isEqualTo(Arrays.copyOfRange(Buffers.bytes(0), 1, Buffers.SIZE));
        assertThat(buffers.alive()).isZero();
    }

    @Test
    void copiesAndReleasesEachBuffer() {
        StepVerifier.create(VideoBytes.byteBuffers(buffers.video(10)).map(ByteBuffer::remaining))
                .thenConsumeWhile(size -> size == Buffers.SIZE && buffers.alive() == 0)
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void readsAsAStream() throws IOException {
        try (InputStream stream = VideoBytes.inputStream(buffers.video(50).subscribeOn(Schedulers.parallel()))) {
            assertThat(stream.readAllBytes()).isEqualTo(Buffers.allBytes(50));
        }
    }

    @Test
    void readsAheadOfTheStreamWithinBounds() throws IOException {
        AtomicInteger made = new AtomicInteger();
        Flux<DataBuffer> video = buffers.video(100).doOnNext(buffer -> made.incrementAndGet());
        try (InputStream stream = VideoBytes.inputStream(video)) {
            assertThat(stream.read()).isNotNegative();
            assertThat(made).hasValueBetween(1, 8);
        }
    }

    @Test
    void cancelsTheVideoWhenTheStreamIsClosed() throws IOException {
        for (int read : List.of(0, 1, 1000, 1001, 5000)) {
            AtomicBoolean cancelled = new AtomicBoolean();
            Flux<DataBuffer> video = buffers.video(100).doOnCancel(() -> cancelled.set(true));
            try (InputStream stream = VideoBytes.inputStream(video)) {
                assertThat(stream.readNBytes(read)).hasSize(read);
            }
            Await.untilAsserted(() -> assertThat(cancelled).isTrue());
        }
    }

    /** A broken video must not look like the end of a stream. */
    @Test
    void failsAsAStreamWhenTheVideoBreaks() throws IOException {
        Flux<DataBuffer> broken = buffers.video(3).concatWith(Mono.error(new IllegalStateException("broken")));
        try (InputStream stream = VideoBytes.inputStream(broken.subscribeOn(Schedulers.parallel()))) {
            assertThatThrownBy(stream::readAllBytes).hasMessage("broken");
        }
    }

    /** Once told, a failure is told again, and is no end of a stream. */
    @Test
    void goesOnFailingAsAStream() throws IOException {
        Flux<DataBuffer> broken = buffers.video(1).concatWith(Mono.error(new IllegalStateException("broken")));
        try (InputStream stream = VideoBytes.inputStream(broken)) {
            assertThat(stream.readNBytes(Buffers.SIZE)).hasSize(Buffers.SIZE);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(stream::read).hasMessage("broken");
            }
        }
    }

    @Test
    void isNoEmptyStreamAfterItWasClosed() throws IOException {
        InputStream stream = VideoBytes.inputStream(buffers.video(5));
        assertThat(stream.read()).isNotNegative();
        stream.close();
        stream.close();

        assertThatThrownBy(stream::read).isInstanceOf(IOException.class).hasMessageContaining("closed");
        assertThatThrownBy(stream::readAllBytes).isInstanceOf(IOException.class);
    }

    @Test
    void endsAsAStreamAndStaysThere() throws IOException {
        AtomicBoolean cancelled = new AtomicBoolean();
        try (InputStream stream = VideoBytes.inputStream(buffers.video(2).doOnCancel(() -> cancelled.set(true)))) {
            assertThat(stream.readAllBytes()).hasSize(2 * Buffers.SIZE);
            assertThat(stream.read()).isEqualTo(-1);
            assertThat(stream.read(new byte[9])).isEqualTo(-1);
        }
        assertThat(cancelled).isFalse();
    }

    @Test
    void cancelsAVideoThatIsSubscribedToAfterTheClose() throws IOException {
        AtomicReference<Runnable> later = new AtomicReference<>();
        AtomicBoolean cancelled = new AtomicBoolean();
        Flux<DataBuffer> video =
                buffers.video(5).doOnCancel(() -> cancelled.set(true)).subscribeOn(Schedulers.fromExecutor(later::set));
        InputStream stream = VideoBytes.inputStream(video);
        stream.close();
        Objects.requireNonNull(later.get()).run();

        assertThat(buffers.alive()).isZero();
    }

    /** Whoever waits for bytes is told of a close by another thread, and of an interrupt. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void endsAWaitForBytes(boolean interrupted) throws Exception {
        AtomicBoolean cancelled = new AtomicBoolean();
        Flux<DataBuffer> endless = buffers.video(1).concatWith(Flux.never()).doOnCancel(() -> cancelled.set(true));
        InputStream stream = VideoBytes.inputStream(endless);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread reader = new Thread(() -> failure.set(catchThrowable(stream::readAllBytes)));
        reader.start();
        Await.untilAsserted(() -> assertThat(reader.getState()).isEqualTo(Thread.State.WAITING));
        if (interrupted) {
            reader.interrupt();
        } else {
            stream.close();
        }
        reader.join(SOON.toMillis());
        assertThat(failure.get()).isInstanceOf(interrupted ? InterruptedIOException.class : IOException.class);
        stream.close();
        assertThat(cancelled).isTrue();
    }

    /** Each thread would wait for itself. */
    @ParameterizedTest
    @EnumSource(LoopKind.class)
    void refusesToBeReadOnAnEventLoop(LoopKind kind) throws Exception {
        try (LoopKind.Running loop = kind.start()) {
            AtomicBoolean cancelled = new AtomicBoolean();
            Flux<DataBuffer> endless = buffers.video(3).concatWith(Flux.never()).doOnCancel(() -> cancelled.set(true));
            InputStream stream = VideoBytes.inputStream(endless);
            Throwable refusal = loop.call(() -> catchThrowable(stream::read));

            assertThat(refusal)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith(
                            "reading the stream of a video blocks, which is not supported in thread " + kind.prefix());
            assertThat(cancelled).isTrue();
            assertThat(buffers.alive()).isZero();
        }
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // of a shutdown that nobody waits for
    void canBeReadOnAThreadOfNettyThatIsNoEventLoop() throws Exception {
        DefaultEventExecutorGroup handlers = new DefaultEventExecutorGroup(1);
        try {
            byte[] bytes = handlers.submit(() -> {
                        try (InputStream stream =
                                VideoBytes.inputStream(buffers.video(9).subscribeOn(Schedulers.parallel()))) {
                            return stream.readAllBytes();
                        }
                    })
                    .get();
            assertThat(bytes).isEqualTo(Buffers.allBytes(9));
        } finally {
            handlers.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        }
    }
}
