package io.github.reactorchutes.store;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** Stores eight videos at once and prints what that took. Arguments: the URL of the server, the megabytes of each. */
final class S3MemoryChild {

    private static final int VIDEOS = 8;

    private static final int BUFFER = 50_000;

    private S3MemoryChild() {}

    public static void main(String[] arguments) {
        int megabytes = Integer.parseInt(arguments[1]);
        AtomicLong heap = new AtomicLong();
        AtomicLong direct = new AtomicLong();
        long begin = System.nanoTime();
        try (S3AsyncClient client = S3Clients.of(URI.create(arguments[0]))) {
            VideoStore store = S3VideoStore.builder(client, "videos")
                    .partBytes(5 * 1024 * 1024)
                    .partsInFlight(1)
                    .build();
            Flux.range(1, VIDEOS)
                    .flatMap(i -> store.put(i + ".mp4", video(megabytes)), VIDEOS)
                    .takeUntilOther(Flux.interval(Duration.ofMillis(20))
                            .doOnNext(tick -> sample(heap, direct))
                            .ignoreElements())
                    .blockLast(Duration.ofSeconds(100));
        }
        System.out.printf(
                "%d videos of %d MB at once: peak heap %d MB, direct %d MB, %.1f s%n",
                VIDEOS, megabytes, heap.get() / 1_000_000, direct.get() / 1_000_000, (System.nanoTime() - begin) / 1e9);
        System.exit(0);
    }

    private static void sample(AtomicLong heap, AtomicLong direct) {
        heap.accumulateAndGet(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), Math::max);
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .forEach(pool -> direct.accumulateAndGet(pool.getMemoryUsed(), Math::max));
    }

    private static Flux<DataBuffer> video(int megabytes) {
        return Flux.range(0, megabytes * 1_000_000 / BUFFER)
                .map(i -> DefaultDataBufferFactory.sharedInstance.wrap(new byte[BUFFER]));
    }
}
