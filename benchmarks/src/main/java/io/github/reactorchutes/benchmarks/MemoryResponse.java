package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.Quota;
import io.github.reactorchutes.exchange.RateLimit;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.request.Endpoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;

/** A video that repeats one buffer. */
final class MemoryResponse implements VideoResponse {

    private static final DataBuffer BUFFER =
            DefaultDataBufferFactory.sharedInstance.wrap("buffer".getBytes(StandardCharsets.US_ASCII));

    private final ChutesCall call;

    private final int buffers;

    private final List<Consumer<? super CallEnd>> listeners = new ArrayList<>(2);

    MemoryResponse(ChutesCall call, int buffers) {
        this.call = call;
        this.buffers = buffers;
    }

    @Override
    public Endpoint endpoint() {
        return call.endpoint();
    }

    @Override
    public int attempt() {
        return call.attempt();
    }

    @Override
    public Map<String, List<String>> headers() {
        return Map.of();
    }

    @Override
    public String contentType() {
        return "video/mp4";
    }

    @Override
    public long contentLength() {
        return -1;
    }

    @Override
    public @Nullable String invocationId() {
        return null;
    }

    @Override
    public @Nullable Quota quota() {
        return null;
    }

    @Override
    public @Nullable RateLimit rateLimit() {
        return null;
    }

    @Override
    public Duration timeToFirstByte() {
        return Duration.ZERO;
    }

    @Override
    public Flux<DataBuffer> body() {
        return Flux.range(0, buffers)
                .map(number -> BUFFER)
                .doOnSubscribe(subscription -> call.listener().phaseEntered(call, CallPhase.BODY))
                .doOnComplete(this::end);
    }

    @Override
    public void release() {}

    @Override
    public void onEnd(Consumer<? super CallEnd> listener) {
        listeners.add(listener);
    }

    private void end() {
        CallEnd end = CallEnd.afterHead(CallOutcome.COMPLETED, null, buffers, Duration.ZERO);
        listeners.forEach(listener -> listener.accept(end));
    }
}
