package io.github.reactorchutes.body;

import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.Quota;
import io.github.reactorchutes.exchange.RateLimit;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.request.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

/** A response without a server, for the sake of its body. */
final class BodyResponse implements VideoResponse {

    private final Flux<DataBuffer> body;

    private final AtomicInteger releases = new AtomicInteger();

    BodyResponse(Flux<DataBuffer> body) {
        this.body = body;
    }

    int releases() {
        return releases.get();
    }

    @Override
    public Endpoint endpoint() {
        return Endpoint.TEXT_TO_VIDEO;
    }

    @Override
    public int attempt() {
        return 1;
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
        return body;
    }

    @Override
    public void release() {
        releases.incrementAndGet();
    }

    @Override
    public void onEnd(Consumer<? super CallEnd> listener) {}
}
