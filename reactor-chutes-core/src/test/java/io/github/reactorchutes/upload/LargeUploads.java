package io.github.reactorchutes.upload;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.request.FastImageToVideoRequest;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** Uploads one image eight times concurrently in a separate process, and prints its peak memory. */
final class LargeUploads {

    private static final int CALLS = 8;

    private LargeUploads() {}

    /** Run with the server's URL and the image. */
    public static void main(String[] arguments) throws IOException {
        List<Supplier<Image>> images = images(Path.of(arguments[1]));
        AtomicLong peakDirect = new AtomicLong();
        AtomicLong peakHeap = new AtomicLong();
        Disposable sampler = Flux.interval(Duration.ofMillis(5), Schedulers.newSingle("sampler"))
                .subscribe(tick -> {
                    peakDirect.accumulateAndGet(direct(), Math::max);
                    peakHeap.accumulateAndGet(heap(), Math::max);
                });
        try (ChutesClient client = ChutesClient.builder()
                .apiToken("cpk_test.secret")
                .baseUrl(URI.create(arguments[0]))
                .build()) {
            Long bytes = Flux.range(0, CALLS)
                    .map(i -> request(i, images.get(i / 2).get()))
                    .flatMap(request -> client.exchange(request).flatMapMany(VideoResponse::body), CALLS)
                    .map(LargeUploads::size)
                    .reduce(0L, Long::sum)
                    .block(Duration.ofSeconds(100));
            System.out.println("received " + bytes + " bytes, peak direct " + peakDirect.get() / 1024
                    + " KiB, peak heap " + peakHeap.get() / 1024 + " KiB of "
                    + Runtime.getRuntime().maxMemory() / 1024 + " KiB");
        }
        sampler.dispose();
        System.exit(0);
    }

    /** One image of each kind that is not in memory, for one call to each of the two endpoints. */
    private static List<Supplier<Image>> images(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            Image mapped = Image.bytes(channel.map(MapMode.READ_ONLY, 0, size));
            return List.of(
                    () -> Image.file(file),
                    () -> Image.from(() -> Files.newInputStream(file), size),
                    () -> mapped,
                    () -> Image.once(
                            DataBufferUtils.read(file, DefaultDataBufferFactory.sharedInstance, 16 * 1024), size));
        }
    }

    private static VideoRequest request(int index, Image image) {
        return index % 2 == 0
                ? ImageToVideoRequest.builder("fox " + index, image).build()
                : FastImageToVideoRequest.builder("fox " + index, image).build();
    }

    private static long size(DataBuffer buffer) {
        long size = buffer.readableByteCount();
        DataBufferUtils.release(buffer);
        return size;
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static long heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
