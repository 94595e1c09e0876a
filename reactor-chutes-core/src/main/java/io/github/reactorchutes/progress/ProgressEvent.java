package io.github.reactorchutes.progress;

import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.ChutesCall;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One step of a call.
 *
 * @since 0.1.0
 */
public final class ProgressEvent {

    /** The steps in order. Each retry repeats the first three. */
    public enum Step {
        /** The call waits for a connection. */
        QUEUED,
        /** The request is being sent. */
        SENDING,
        /** The request was sent; the platform generates. */
        GENERATING,
        /** The head of the video arrived. */
        HEAD,
        /** Bytes of the video arrived; reported periodically, not for each buffer. */
        BYTES,
        /** The call has ended with any outcome; reported once, as the last step. */
        ENDED
    }

    private final ChutesCall call;

    private final Step step;

    private final Duration elapsed;

    private final @Nullable Duration remaining;

    private final long bytesReceived;

    private final @Nullable CallEnd end;

    ProgressEvent(
            ChutesCall call,
            Step step,
            Duration elapsed,
            @Nullable Duration remaining,
            long bytesReceived,
            @Nullable CallEnd end) {
        this.call = call;
        this.step = step;
        this.elapsed = elapsed;
        this.remaining = remaining;
        this.bytesReceived = bytesReceived;
        this.end = end;
    }

    /**
     * Return the call.
     *
     * @return the call, in its current attempt as far as that is known
     */
    public ChutesCall call() {
        return call;
    }

    /** {@return the step} */
    public Step step() {
        return step;
    }

    /** {@return the time since the call was subscribed to} */
    public Duration elapsed() {
        return elapsed;
    }

    /**
     * Estimate the time until the head from a moving average of earlier generations with the same endpoint, resolution,
     * frames and steps.
     *
     * @return the time, or {@code null} before the first such generation, and from the head on
     */
    public @Nullable Duration remaining() {
        return remaining;
    }

    /** {@return how many bytes of the video have arrived} */
    public long bytesReceived() {
        return bytesReceived;
    }

    /**
     * Return how the call ended.
     *
     * @return the end, or {@code null} unless the step is {@link Step#ENDED}
     */
    public @Nullable CallEnd end() {
        return end;
    }

    @Override
    public String toString() {
        return "ProgressEvent[" + step + " after " + elapsed + ", " + bytesReceived + " bytes"
                + (remaining == null ? "" : ", about " + remaining + " left") + (end == null ? "" : ", " + end) + "]";
    }
}
