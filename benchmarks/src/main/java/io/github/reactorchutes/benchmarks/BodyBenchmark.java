package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.netty.buffer.Unpooled;
import io.netty.util.CharsetUtil;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * Receives and discards videos, several at once. One operation is one round of all streams. The peer does the same work
 * on bare Reactor Netty with its defaults, without any guard.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class BodyBenchmark {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static final String JSON = "{\"prompt\":\"a fox\"}";

    @Param({"65536", "1048576", "16777216"})
    private int bytes;

    @Param({"1", "16"})
    private int streams;

    private Origin origin = Origin.NONE;

    private ChutesClient chutes = ChutesClient.create("token");

    private HttpClient bare = HttpClient.create();

    @Setup
    public void start() {
        origin = Origin.fork();
        URI url = origin.url(bytes);
        chutes = ChutesClient.builder().apiToken("token").baseUrl(url).build();
        bare = HttpClient.create().baseUrl(url.toString());
    }

    @TearDown
    public void stop() {
        chutes.close();
        origin.close();
    }

    @Benchmark
    public void chutes() {
        round(chutes.textToVideo(TextToVideoRequest.builder("a fox").build())
                .flatMap(body -> body.doOnNext(DataBufferUtils::release).then()));
    }

    @Benchmark
    public void bareReactorNetty() {
        round(bare.post()
                .uri("/text2video")
                .send(Mono.fromSupplier(() -> Unpooled.copiedBuffer(JSON, CharsetUtil.UTF_8)))
                .response((response, body) -> body)
                .then());
    }

    private void round(Mono<Void> call) {
        Flux.merge(Stream.generate(() -> call).limit(streams).toList()).blockLast(LIMIT);
    }
}
