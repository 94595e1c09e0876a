package io.github.reactorchutes.resilience;

import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.Quota;
import io.github.reactorchutes.exchange.RateLimit;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.request.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

/** A response without a server, which ends when and how the test says. */
final class StubResponse implements VideoResponse {

    private final ChutesCall call;

    private final List<Consumer<? super CallEnd>> listeners = new CopyOnWriteArrayList<>();

    private final AtomicBoolean ended = new AtomicBoolean();

    StubResponse(ChutesCall call) {
        this.call = call;
    }

    /** End as a delivered video whose head took a time. */
    void complete(Duration timeToFirstByte) {
        end(CallEnd.afterHead(CallOutcome.COMPLETED, null, 100, timeToFirstByte));
    }

    void complete() {
        complete(Duration.ofSeconds(1));
    }

    void end(CallEnd end) {
        if (ended.compareAndSet(false, true)) {
            listeners.forEach(listener -> listener.accept(end));
        }
    }

    boolean hasEnded() {
        return ended.get();
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
        return Duration.ofSeconds(1);
    }

    @Override
    public Flux<DataBuffer> body() {
        return Flux.empty();
    }

    @Override
    public void release() {
        end(CallEnd.afterHead(CallOutcome.CANCELLED, null, 0, timeToFirstByte()));
    }

    @Override
    public void onEnd(Consumer<? super CallEnd> listener) {
        listeners.add(listener);
    }
}
