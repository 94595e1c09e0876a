package io.github.reactorchutes.operation;

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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

/** The first head of an artifact, and a body that outlives its connection. */
final class ArtifactResponse implements VideoResponse {

    private final VideoResponse first;

    private final ArtifactTransfer transfer;

    private final TransferEnd end = new TransferEnd();

    private final AtomicBoolean subscribed = new AtomicBoolean();

    ArtifactResponse(VideoResponse first, ArtifactTransfer transfer) {
        this.first = first;
        this.transfer = transfer;
        first.onEnd(ended -> {
            if (!subscribed.get()) {
                end.signal(ended);
            }
        });
    }

    @Override
    public Flux<DataBuffer> body() {
        return Flux.defer(() -> subscribed.compareAndSet(false, true)
                ? transfer.body(first)
                        .doOnComplete(() -> ended(CallOutcome.COMPLETED, null))
                        .doOnError(error -> ended(CallOutcome.FAILED, error))
                        .doOnCancel(() -> ended(CallOutcome.CANCELLED, null))
                : Flux.error(new IllegalStateException("the body of an artifact can only be subscribed to once")));
    }

    private void ended(CallOutcome outcome, @Nullable Throwable error) {
        end.signal(CallEnd.afterHead(outcome, error, transfer.delivered(), first.timeToFirstByte()));
    }

    @Override
    public void onEnd(Consumer<? super CallEnd> listener) {
        end.add(listener);
    }

    @Override
    public void release() {
        first.release();
    }

    @Override
    public long contentLength() {
        return transfer.length();
    }

    @Override
    public @Nullable VideoVerdict verdict() {
        return transfer.verdict();
    }

    @Override
    public Endpoint endpoint() {
        return first.endpoint();
    }

    @Override
    public int status() {
        return first.status();
    }

    @Override
    public int attempt() {
        return first.attempt();
    }

    @Override
    public Map<String, List<String>> headers() {
        return first.headers();
    }

    @Override
    public String contentType() {
        return first.contentType();
    }

    @Override
    public @Nullable String invocationId() {
        return first.invocationId();
    }

    @Override
    public @Nullable Quota quota() {
        return first.quota();
    }

    @Override
    public @Nullable RateLimit rateLimit() {
        return first.rateLimit();
    }

    @Override
    public Duration timeToFirstByte() {
        return first.timeToFirstByte();
    }
}
