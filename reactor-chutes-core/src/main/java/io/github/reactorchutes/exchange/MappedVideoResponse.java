package io.github.reactorchutes.exchange;

import io.github.reactorchutes.mp4.VideoVerdict;
import io.github.reactorchutes.request.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

/** A response with another body. */
final class MappedVideoResponse implements VideoResponse {

    private final VideoResponse original;

    private final Flux<DataBuffer> body;

    MappedVideoResponse(VideoResponse original, Flux<DataBuffer> body) {
        this.original = original;
        this.body = body;
    }

    @Override
    public Endpoint endpoint() {
        return original.endpoint();
    }

    @Override
    public int status() {
        return original.status();
    }

    @Override
    public int attempt() {
        return original.attempt();
    }

    @Override
    public Map<String, List<String>> headers() {
        return original.headers();
    }

    @Override
    public String contentType() {
        return original.contentType();
    }

    @Override
    public long contentLength() {
        return original.contentLength();
    }

    @Override
    public @Nullable String invocationId() {
        return original.invocationId();
    }

    @Override
    public @Nullable Quota quota() {
        return original.quota();
    }

    @Override
    public @Nullable RateLimit rateLimit() {
        return original.rateLimit();
    }

    @Override
    public Duration timeToFirstByte() {
        return original.timeToFirstByte();
    }

    @Override
    public @Nullable VideoVerdict verdict() {
        return original.verdict();
    }

    @Override
    public Flux<DataBuffer> body() {
        return body;
    }

    @Override
    public void release() {
        original.release();
    }

    @Override
    public void onEnd(Consumer<? super CallEnd> listener) {
        original.onEnd(listener);
    }
}
