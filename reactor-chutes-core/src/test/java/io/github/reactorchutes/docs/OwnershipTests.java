package io.github.reactorchutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class OwnershipTests {

    private static final int BUFFERS = 8;

    private final List<ByteBuf> buffers = IntStream.range(0, BUFFERS)
            .mapToObj(number -> UnpooledByteBufAllocator.DEFAULT.heapBuffer().writeInt(number))
            .toList();

    private final Queue<Runnable> tasks = new ArrayDeque<>();

    /** Works only when it is told to, so that all buffers are in the queue by then. */
    private final Scheduler worker = Schedulers.fromExecutor(tasks::add);

    @AfterEach
    void releaseWhatLeaked() {
        buffers.stream().filter(buffer -> buffer.refCnt() > 0).forEach(ByteBuf::release);
    }

    @Test
    void aQueueLosesWhatItHoldsWhenCancelled() {
        assertThat(leakedAfterOne(video -> Ownership.wrongQueue(video, worker))).isEqualTo(BUFFERS - 1);
    }

    @Test
    void copiesCanBeQueued() {
        assertThat(leakedAfterOne(video -> Ownership.rightQueue(video, worker))).isZero();
    }

    @Test
    void aDiscardHookIsANetUnderTheQueue() {
        assertThat(leakedAfterOne(video -> Ownership.netUnderQueue(video, worker)))
                .isZero();
    }

    @Test
    void whatIsSkippedIsLost() {
        assertThat(leakedAtTheEnd(Ownership::wrongSkip)).isEqualTo(1);
    }

    @Test
    void copiesCanBeSkipped() {
        assertThat(leakedAtTheEnd(Ownership::rightSkip)).isZero();
    }

    @Test
    void whatIsOnlyMeasuredIsLost() {
        assertThat(leakedAtTheEnd(Ownership::wrongMeasure)).isEqualTo(BUFFERS);
    }

    @Test
    void whatIsMeasuredCanBeReleased() {
        assertThat(leakedAtTheEnd(Ownership::rightMeasure)).isZero();
    }

    private long leakedAfterOne(Function<Flux<DataBuffer>, Publisher<?>> consumer) {
        StepVerifier.create(consumer.apply(video()), 1)
                .then(() -> tasks.remove().run())
                .expectNextCount(1)
                .thenCancel()
                .verify(Duration.ofSeconds(10));
        return leaked();
    }

    private long leakedAtTheEnd(Function<Flux<DataBuffer>, Publisher<?>> consumer) {
        StepVerifier.create(consumer.apply(video()))
                .thenConsumeWhile(part -> true)
                .expectComplete()
                .verify(Duration.ofSeconds(10));
        return leaked();
    }

    /** As a body does, it does not let itself be polled. */
    private Flux<DataBuffer> video() {
        NettyDataBufferFactory factory = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT);
        return Flux.fromIterable(buffers).<DataBuffer>map(factory::wrap).hide();
    }

    private long leaked() {
        return buffers.stream().filter(buffer -> buffer.refCnt() > 0).count();
    }
}
