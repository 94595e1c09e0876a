package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.benchmarks.peer.Peer;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.netty.NettyPipeline;
import reactor.netty.http.client.HttpClient;

/**
 * Prints the time from the arrival of a head to the first buffer at the subscriber, for this library and for bare
 * Reactor Netty, which alternate call by call in one JVM. Argument: calls of each.
 */
public final class FirstBuffer {

    private static final VideoRequest REQUEST =
            TextToVideoRequest.builder("a fox").build();

    private volatile long headNanos;

    public static void main(String[] arguments) throws Exception {
        int calls = Integer.parseInt(arguments[0]);
        FirstBuffer firstBuffer = new FirstBuffer();
        try (Origin origin = Origin.fork()) {
            firstBuffer.compare(origin.url("http", "65536"), calls);
        }
        System.exit(0);
    }

    private void compare(URI url, int calls) throws InterruptedException, IOException {
        try (ChutesClient client = ChutesClient.builder()
                .apiToken("token")
                .baseUrl(url)
                .httpClient(this::watched)
                .build()) {
            Flux<?> ours =
                    client.exchange(REQUEST).flatMapMany(VideoResponse::body).doOnNext(DataBufferUtils::release);
            Flux<?> bare = watched(HttpClient.create())
                    .post()
                    .uri(url + "/text2video")
                    .send(Mono.fromSupplier(() -> Unpooled.copiedBuffer(Peer.JSON, StandardCharsets.UTF_8)))
                    .response((response, body) -> body);
            measure(ours, bare, calls);
            long[][] nanos = measure(ours, bare, calls);
            print("chutes", nanos[0]);
            print("reactor-netty", nanos[1]);
        }
    }

    private HttpClient watched(HttpClient client) {
        return client.doOnChannelInit((observer, channel, address) ->
                channel.pipeline().addBefore(NettyPipeline.ReactiveBridge, "benchmark.heads", new HeadWatch()));
    }

    private long[][] measure(Flux<?> ours, Flux<?> bare, int calls) throws InterruptedException {
        long[][] nanos = new long[2][calls];
        for (int i = 0; i < calls; i++) {
            nanos[0][i] = nanosToFirstBuffer(ours);
            nanos[1][i] = nanosToFirstBuffer(bare);
        }
        return nanos;
    }

    private long nanosToFirstBuffer(Flux<?> video) throws InterruptedException {
        FirstOf subscriber = new FirstOf();
        video.subscribe(subscriber);
        subscriber.ended.await();
        return subscriber.nanos;
    }

    private static void print(String name, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%s: from the head to the first buffer %.1f us in the median of %d calls, 90 %% within %.1f us%n",
                name,
                nanos[nanos.length / 2] / 1000.0,
                nanos.length,
                nanos[nanos.length * 9 / 10] / 1000.0);
    }

    private final class HeadWatch extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpResponse) {
                headNanos = System.nanoTime();
            }
            context.fireChannelRead(message);
        }
    }

    private final class FirstOf extends BaseSubscriber<Object> {

        private final CountDownLatch ended = new CountDownLatch(1);

        private volatile long nanos;

        @Override
        protected void hookOnNext(Object buffer) {
            if (nanos == 0) {
                nanos = System.nanoTime() - headNanos;
            }
        }

        @Override
        protected void hookFinally(SignalType type) {
            ended.countDown();
        }
    }
}
