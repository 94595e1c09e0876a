package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.benchmarks.peer.Peers;
import io.github.reactorchutes.benchmarks.peer.ReactivePeer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * Prints the memory per stream of many 16 MB streams whose consumers request a few buffers several times, and then no
 * more. As many streams are opened before, as a warm-up. Arguments: streams, scheme, peers separated by commas; then
 * optionally the buffers of a request, which default to one, and the type of Netty's allocator. With {@code unpooled},
 * its memory is that of the live buffers alone.
 */
public final class PausedStreams {

    private static final int BUFFERS = 8;

    private static final int BATCH = 50;

    private PausedStreams() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].startsWith("http")) {
            measure(
                    arguments[1],
                    URI.create(arguments[0]),
                    Integer.parseInt(arguments[2]),
                    Long.parseLong(arguments[3]));
            System.exit(0);
        }
        String demand = arguments.length > 3 ? arguments[3] : "1";
        List<String> options = new ArrayList<>(Footprint.OPTIONS);
        if (arguments.length > 4) {
            options.add("-Dio.netty.allocator.type=" + arguments[4]);
        }
        try (Origin origin = Origin.fork()) {
            for (String peer : arguments[2].split(",", -1)) {
                String url = origin.url(arguments[1], "16777216").toString();
                Process process = Jvm.start(options, PausedStreams.class, List.of(url, peer, arguments[0], demand));
                System.out.println(process.inputReader(StandardCharsets.UTF_8).readLine());
                process.waitFor();
            }
        }
    }

    private static void measure(String name, URI url, int streams, long demand) throws Exception {
        ReactivePeer peer = (ReactivePeer) Peers.create(name, url);
        List<Consumer> warmUp = open(peer, streams, demand);
        Footprint before = Footprint.now();
        List<Consumer> consumers = open(peer, streams, demand);
        Footprint used = Footprint.now().since(before);
        long bytes =
                consumers.stream().mapToLong(consumer -> consumer.bytes.get()).sum();
        System.out.printf(
                Locale.ROOT,
                "%s %s: %d paused streams, %d KB taken each, %s%n",
                name,
                url.getScheme(),
                streams,
                bytes / streams / 1024,
                used.each(streams));
        warmUp.forEach(BaseSubscriber::cancel);
    }

    /** Open the streams in batches, so that no handshake waits for long, and let each receive its buffers. */
    private static List<Consumer> open(ReactivePeer peer, int streams, long demand) throws InterruptedException {
        List<Consumer> consumers = new ArrayList<>();
        while (consumers.size() < streams) {
            List<Consumer> batch = Stream.generate(Consumer::new)
                    .limit(Math.min(BATCH, streams - consumers.size()))
                    .toList();
            batch.forEach(consumer -> peer.sizes().subscribe(consumer));
            take(batch, demand);
            consumers.addAll(batch);
        }
        for (long taken = demand; taken < BUFFERS; taken += demand) {
            take(consumers, demand);
        }
        Thread.sleep(2000);
        return consumers;
    }

    private static void take(List<Consumer> consumers, long buffers) throws InterruptedException {
        CountDownLatch missing = new CountDownLatch(Math.toIntExact(consumers.size() * buffers));
        for (Consumer consumer : consumers) {
            consumer.missing = missing;
            consumer.request(buffers);
        }
        if (!missing.await(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException(missing.getCount() + " buffers did not arrive");
        }
    }

    private static final class Consumer extends BaseSubscriber<Integer> {

        private final AtomicLong bytes = new AtomicLong();

        private volatile CountDownLatch missing = new CountDownLatch(0);

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            // requests later
        }

        @Override
        protected void hookOnNext(Integer size) {
            bytes.addAndGet(size);
            missing.countDown();
        }
    }
}
