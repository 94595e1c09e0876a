package io.github.reactorchutes.progress;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallListener;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.guard.CallerCode;
import io.github.reactorchutes.progress.ProgressEvent.Step;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;

/** The progress of one call. Its steps occur sequentially, though on different threads. */
final class CallProgress implements CallListener {

    private final ProgressListener listener;

    private final long intervalNanos;

    private final LongSupplier nanoClock;

    private final GenerationTimes times;

    private final long startNanos;

    private volatile ChutesCall call;

    private volatile long sentNanos;

    private volatile long bytes;

    private volatile long publishedNanos;

    CallProgress(
            ChutesCall call,
            ProgressListener listener,
            long intervalNanos,
            LongSupplier nanoClock,
            GenerationTimes times) {
        this.call = call;
        this.listener = listener;
        this.intervalNanos = intervalNanos;
        this.nanoClock = nanoClock;
        this.times = times;
        this.startNanos = nanoClock.getAsLong();
        this.sentNanos = startNanos;
    }

    @Override
    public void phaseEntered(ChutesCall attempt, CallPhase phase) {
        call = attempt;
        Step step = stepOf(phase);
        if (step != null) {
            sentNanos = nanoClock.getAsLong();
            publish(step, times.expected(attempt.request()), null);
        }
    }

    private static @Nullable Step stepOf(CallPhase phase) {
        return switch (phase) {
            case POOL_ACQUIRE -> Step.QUEUED;
            case SEND -> Step.SENDING;
            case FIRST_BYTE -> Step.GENERATING;
            default -> null;
        };
    }

    VideoResponse headArrived(VideoResponse response) {
        long now = nanoClock.getAsLong();
        times.took(call.request(), Duration.ofNanos(now - sentNanos));
        publishedNanos = now;
        publish(Step.HEAD, null, null);
        return response.peekBody(this::bytesArrived);
    }

    private void bytesArrived(DataBuffer buffer) {
        long received = bytes + buffer.readableByteCount();
        bytes = received;
        long now = nanoClock.getAsLong();
        if (now - publishedNanos >= intervalNanos) {
            publishedNanos = now;
            publish(Step.BYTES, null, null);
        }
    }

    void ended(CallEnd end) {
        bytes = end.bytesReceived();
        publish(Step.ENDED, null, end);
    }

    private void publish(Step step, @Nullable Duration remaining, @Nullable CallEnd end) {
        Duration elapsed = Duration.ofNanos(nanoClock.getAsLong() - startNanos);
        ProgressEvent event = new ProgressEvent(call, step, elapsed, remaining, bytes, end);
        CallerCode.run("A listener of a call's progress", () -> listener.onProgress(event));
    }
}
