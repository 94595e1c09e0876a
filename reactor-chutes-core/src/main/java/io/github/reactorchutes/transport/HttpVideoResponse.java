package io.github.reactorchutes.transport;

import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.Quota;
import io.github.reactorchutes.exchange.RateLimit;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.mp4.VideoVerdict;
import io.github.reactorchutes.request.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

final class HttpVideoResponse implements VideoResponse {

    private final LiveCall live;

    private final ResponseHead head;

    private final VideoBody body;

    HttpVideoResponse(LiveCall live, ResponseHead head, VideoBody body) {
        this.live = live;
        this.head = head;
        this.body = body;
    }

    @Override
    public Endpoint endpoint() {
        return live.call().endpoint();
    }

    @Override
    public int status() {
        return head.status();
    }

    @Override
    public int attempt() {
        return live.call().attempt();
    }

    @Override
    public Map<String, List<String>> headers() {
        return head.headers();
    }

    @Override
    public String contentType() {
        return head.contentType().isEmpty() ? "application/octet-stream" : head.contentType();
    }

    @Override
    public long contentLength() {
        return head.contentLength();
    }

    @Override
    public @Nullable String invocationId() {
        return head.invocationId();
    }

    @Override
    public @Nullable Quota quota() {
        Quota quota = new Quota(
                head.number("X-Chutes-Quota-Total"),
                head.number("X-Chutes-Quota-Used"),
                head.number("X-Chutes-Quota-Remaining"));
        boolean stated = quota.total() != null || quota.used() != null || quota.remaining() != null;
        return stated ? quota : null;
    }

    @Override
    public @Nullable RateLimit rateLimit() {
        RateLimit limit = new RateLimit(head.number("X-Chutes-RL-User"), head.number("X-Chutes-RL-Chute"));
        return limit.user() == null && limit.chute() == null ? null : limit;
    }

    @Override
    public Duration timeToFirstByte() {
        return live.timeToFirstByte();
    }

    @Override
    public @Nullable VideoVerdict verdict() {
        return live.verdict();
    }

    @Override
    public Flux<DataBuffer> body() {
        return body;
    }

    @Override
    public void release() {
        live.release(CallOutcome.CANCELLED, null, "it was released");
    }

    @Override
    public void onEnd(Consumer<? super CallEnd> listener) {
        live.addListener(listener);
    }

    @Override
    public String toString() {
        return "VideoResponse[" + live.call() + ", " + head.contentType() + "]";
    }
}
