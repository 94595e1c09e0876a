package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.fixture.Pictures;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/**
 * What a call allocates is stable where its times are not. Measured alone are 11 KB a call, 2 KB a megabyte, and 37 KB
 * for an upload of 10 MB, 57 KB from a file. The bounds are two and three times that, because the compiler may have seen
 * all other tests of the JVM before: what fails here is a copy of every buffer or a read that has become small. The least
 * of several rounds counts: at first the compiler has not yet found out what need not be allocated. What TLS adds is its
 * own.
 */
class AllocationTests {

    private static final int SMALL = 64 * 1024;

    private static final int LARGE = 16 * 1024 * 1024;

    private static final int KILOBYTE = 1024;

    private static final int ROUNDS = 6;

    private static final byte[] IMAGE = Pictures.png(10 * KILOBYTE * KILOBYTE);

    private static final Pattern WORKERS = Pattern.compile("reactor-http|boundedElastic");

    private final ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();

    /** The records of the leak detector would be all there is to see. */
    @BeforeEach
    void stopRecordingLeaks() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    @AfterEach
    void recordLeaksAgain() {
        ResourceLeakDetector.setLevel(level);
    }

    @Test
    void allocatesLittlePerCall() throws IOException {
        assertThat(allocatedPerCall(SMALL, 1_000)).isLessThan(22 * KILOBYTE);
    }

    @Test
    void allocatesLittlePerMegabyte() throws IOException {
        assertThat(allocatedPerCall(LARGE, 20) / 16).isLessThan(6 * KILOBYTE);
    }

    @Test
    void allocatesLittlePerUpload() throws IOException {
        assertThat(allocatedPerUpload(Image.bytes(IMAGE))).isLessThan(80 * KILOBYTE);
    }

    @Test
    void allocatesLittlePerUploadOfAFile(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("fox.png"), IMAGE);
        assertThat(allocatedPerUpload(Image.file(file))).isLessThan(120 * KILOBYTE);
    }

    private static long allocatedPerUpload(Image image) throws IOException {
        return allocatedPerCall(ImageToVideoRequest.builder("a fox", image).build(), SMALL, 40);
    }

    private static long allocatedPerCall(int bytes, int calls) throws IOException {
        return allocatedPerCall(Requests.text(), bytes, calls);
    }

    private static long allocatedPerCall(VideoRequest request, int bytes, int calls) throws IOException {
        byte[] video = Videos.ofSize(bytes);
        try (RawServer server = RawServer.startPlain(connection -> answer(connection, video));
                ChutesClient client = ChutesClient.builder()
                        .apiToken("cpk_test.secret")
                        .baseUrl(server.url())
                        .build()) {
            return LongStream.range(0, ROUNDS)
                    .map(round -> allocatedBy(client, request, calls) / calls)
                    .min()
                    .orElseThrow();
        }
    }

    /** Keeps no request, because the images would fill the memory. */
    private static void answer(RawConnection connection, byte[] video) throws IOException {
        while (true) {
            String length = connection.readHead().header("Content-Length");
            connection.readBody(Integer.parseInt(length));
            Scripts.writeChunked(connection, video);
        }
    }

    private static long allocatedBy(ChutesClient client, VideoRequest request, int calls) {
        long before = allocatedBytes();
        receive(client, request, calls);
        return allocatedBytes() - before;
    }

    private static void receive(ChutesClient client, VideoRequest request, int calls) {
        Flux.range(0, calls)
                .concatMap(i -> client.exchange(request)
                        .flatMap(response -> response.body().map(Bodies::drop).then()))
                .blockLast(Bodies.LIMIT);
    }

    /** Counts the threads of the library and this one; the server has threads of its own. */
    private static long allocatedBytes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return LongStream.of(threads.getAllThreadIds())
                .filter(id -> id == Thread.currentThread().getId() || isWorker(threads, id))
                .map(threads::getThreadAllocatedBytes)
                .sum();
    }

    private static boolean isWorker(ThreadMXBean threads, long id) {
        var thread = threads.getThreadInfo(id);
        return thread != null && WORKERS.matcher(thread.getThreadName()).lookingAt();
    }
}
