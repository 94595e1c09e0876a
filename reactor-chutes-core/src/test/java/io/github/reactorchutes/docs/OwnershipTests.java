package io.github.reactorchutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.sink.VideoBytes;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The claims of docs/ownership.md, under thousands of cancels at random moments from another thread: what is right never
 * leaks, and what is wrong leaks sooner or later.
 */
class OwnershipTests {

    private static final int RUNS = 4_000;

    /** A race that loses one run in some hundreds is lost for sure by then. */
    private static final int RUNS_UNTIL_A_LEAK = 200_000;

    private static final int AT_ONCE = 50;

    private static final int BUFFERS = 30;

    private final Scheduler worker = Schedulers.parallel();

    private final Random random = new Random();

    private final AtomicInteger files = new AtomicInteger();

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> rightCodeNeverLeaks() {
        Map<String, Function<Flux<DataBuffer>, Publisher<?>>> right = new LinkedHashMap<>();
        right.put("right-queue", video -> Ownership.rightQueue(video, worker));
        right.put("right-skip", Ownership::rightSkip);
        right.put("right-measure", Ownership::rightMeasure);
        right.put("join", video -> DataBufferUtils.join(video, 1_000).map(VideoBytes::take));
        right.put("write", this::write);
        return right.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> assertNeverLeaks(each.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> wrongCodeLeaks() {
        Map<String, Function<Flux<DataBuffer>, Publisher<?>>> wrong = new LinkedHashMap<>();
        wrong.put("wrong-queue", video -> Ownership.wrongQueue(video, worker));
        wrong.put("wrong-net", video -> Ownership.wrongNet(video, worker));
        wrong.put("wrong-skip", Ownership::wrongSkip);
        wrong.put("wrong-measure", Ownership::wrongMeasure);
        wrong.put("flatMap", video -> video.flatMap(this::later).map(VideoBytes::take));
        wrong.put("concatMap", video -> video.concatMap(this::later).map(VideoBytes::take));
        wrong.put("buffer", video -> video.buffer(7).map(List::size));
        wrong.put("window", video -> video.window(7).concatMap(part -> part.map(VideoBytes::take)));
        wrong.put(
                "onBackpressureBuffer",
                video -> video.onBackpressureBuffer()
                        .limitRate(1)
                        .map(VideoBytes::take)
                        .publishOn(worker, 1));
        wrong.put(
                "zip",
                video -> Flux.zip(video, Flux.never(), (buffer, nothing) -> buffer)
                        .map(VideoBytes::take));
        wrong.put("limitRate", video -> video.limitRate(4).map(VideoBytes::take).publishOn(worker, 1));
        return wrong.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> assertLeaks(each.getValue())));
    }

    private Mono<DataBuffer> later(DataBuffer buffer) {
        return Mono.just(buffer).publishOn(worker);
    }

    private Mono<Void> write(Flux<DataBuffer> video) {
        Path file = folder.resolve("fox" + files.incrementAndGet() + ".mp4");
        return DataBufferUtils.write(video, file).doFinally(end -> delete(file));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException leftToTheFolder) {
            // JUnit removes it
        }
    }

    private void assertNeverLeaks(Function<Flux<DataBuffer>, Publisher<?>> code) {
        UnpooledByteBufAllocator allocator = allocator();
        for (int run = 0; run < RUNS; run += AT_ONCE) {
            cancelAtRandom(code, allocator);
        }
        Await.untilAsserted(() -> assertThat(aliveBytes(allocator)).isZero());
    }

    private void assertLeaks(Function<Flux<DataBuffer>, Publisher<?>> code) {
        UnpooledByteBufAllocator allocator = allocator();
        int runs = 0;
        while (aliveBytes(allocator) == 0 && runs < RUNS_UNTIL_A_LEAK) {
            cancelAtRandom(code, allocator);
            runs += AT_ONCE;
        }
        assertThat(aliveBytes(allocator))
                .as("bytes that leaked in %d runs", runs)
                .isPositive();
    }

    /** Leaks are what is looked for, so nobody else need report them; on the heap, where they do no harm. */
    private static UnpooledByteBufAllocator allocator() {
        return new UnpooledByteBufAllocator(false, true);
    }

    private static long aliveBytes(UnpooledByteBufAllocator allocator) {
        return allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
    }

    /** Return when all that was begun has come to rest. */
    private void cancelAtRandom(Function<Flux<DataBuffer>, Publisher<?>> code, UnpooledByteBufAllocator allocator) {
        List<Disposable> running = new ArrayList<>();
        AtomicInteger open = new AtomicInteger();
        for (int i = 0; i < AT_ONCE; i++) {
            open.incrementAndGet();
            Flux<DataBuffer> video = video(allocator).doFinally(end -> open.decrementAndGet());
            running.add(Flux.from(code.apply(video)).subscribe());
            if (random.nextBoolean()) {
                spin(random.nextInt(60_000));
                running.get(random.nextInt(running.size())).dispose();
            }
        }
        running.forEach(Disposable::dispose);
        Await.untilAsserted(() -> assertThat(open).hasValue(0));
        rest();
    }

    /** The workers have done all that was given to them before. */
    private static void rest() {
        Flux.range(0, 2 * Schedulers.DEFAULT_POOL_SIZE)
                .flatMap(i -> Mono.fromRunnable(() -> {}).subscribeOn(Schedulers.parallel()))
                .blockLast();
    }

    private static void spin(int nanos) {
        long until = System.nanoTime() + nanos;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    /** As a body does, it comes on a thread of its own and does not let itself be polled. */
    private Flux<DataBuffer> video(UnpooledByteBufAllocator allocator) {
        NettyDataBufferFactory factory = new NettyDataBufferFactory(allocator);
        return Flux.range(0, BUFFERS)
                .<DataBuffer>map(number -> factory.allocateBuffer(8).write(new byte[8]))
                .hide()
                .subscribeOn(worker);
    }
}
