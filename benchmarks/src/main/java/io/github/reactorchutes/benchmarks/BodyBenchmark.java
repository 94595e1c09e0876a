package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.benchmarks.peer.Peer;
import io.github.reactorchutes.benchmarks.peer.Peers;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
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

/** Receives and discards several concurrent videos. One operation is one round of all streams. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class BodyBenchmark {

    @Param({"chutes", "reactor-netty"})
    private String peer = "";

    @Param({"65536", "1048576", "16777216"})
    private String bytes = "";

    @Param({"1", "16"})
    private int streams;

    @Param({"http", "https"})
    private String scheme = "";

    private AutoCloseable origin = () -> {};

    private Peer client = CompletableFuture::new;

    @Setup
    public void start() throws IOException {
        Origin forked = Origin.fork();
        origin = forked;
        client = Peers.create(peer, forked.url(scheme, bytes));
    }

    @TearDown
    public void stop() throws Exception {
        client.close();
        origin.close();
    }

    @Benchmark
    public void download() {
        CompletableFuture<?>[] round =
                Stream.generate(client::download).limit(streams).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(round).orTimeout(1, TimeUnit.MINUTES).join();
    }
}
