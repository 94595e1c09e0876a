package io.github.reactorchutes.exchange;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What is known when a call has ended.
 *
 * @since 0.1.0
 */
public final class CallEnd {

    private final CallOutcome outcome;

    private final @Nullable Throwable error;

    private final long bytesReceived;

    private final @Nullable Duration timeToFirstByte;

    private CallEnd(
            CallOutcome outcome, @Nullable Throwable error, long bytesReceived, @Nullable Duration timeToFirstByte) {
        this.outcome = outcome;
        this.error = error;
        this.bytesReceived = bytesReceived;
        this.timeToFirstByte = timeToFirstByte;
    }

    /**
     * Describe the end of a call whose head arrived.
     *
     * @param outcome how it ended
     * @param error the failure, for {@link CallOutcome#FAILED}
     * @param bytesReceived the bytes of the body that were handed on
     * @param timeToFirstByte the time from subscription to the head
     * @return the description
     */
    public static CallEnd afterHead(
            CallOutcome outcome, @Nullable Throwable error, long bytesReceived, Duration timeToFirstByte) {
        return new CallEnd(outcome, error, bytesReceived, timeToFirstByte);
    }

    /**
     * Describe the end of a call that never had a head.
     *
     * @param outcome how it ended
     * @param error the failure, for {@link CallOutcome#FAILED}
     * @return the description
     */
    public static CallEnd beforeHead(CallOutcome outcome, @Nullable Throwable error) {
        return new CallEnd(outcome, error, 0, null);
    }

    /**
     * Tell a listener how each call of a {@code Mono} ends: exactly once a subscription, whatever happens — an error,
     * a cancel before or after the head, a body that completes, breaks, is cancelled, or is never subscribed to. This
     * is what a filter needs that holds something for the length of a call.
     *
     * <p>The listener is called before the caller sees the end, on the thread that ends the call. It must not block.
     * What it throws is logged and changes nothing; a JVM-fatal error also reaches the thread's uncaught exception handler.
     *
     * @param exchange the call
     * @param listener who is told
     * @return the same call, listened to
     */
    public static Mono<VideoResponse> listen(Mono<VideoResponse> exchange, Consumer<? super CallEnd> listener) {
        return new SingleMono(() -> exchange, listener);
    }

    /**
     * Return how the call ended.
     *
     * @return the outcome
     */
    public CallOutcome outcome() {
        return outcome;
    }

    /**
     * Return why the call failed.
     *
     * @return the failure, or {@code null} unless the outcome is {@link CallOutcome#FAILED}
     */
    public @Nullable Throwable error() {
        return error;
    }

    /**
     * Return how many bytes of the body were handed to the consumer.
     *
     * @return the number of bytes
     */
    public long bytesReceived() {
        return bytesReceived;
    }

    /**
     * Return the time from subscription to the arrival of the head.
     *
     * @return the time, or {@code null} if no head came
     */
    public @Nullable Duration timeToFirstByte() {
        return timeToFirstByte;
    }

    @Override
    public String toString() {
        return "CallEnd[" + outcome + ", " + bytesReceived + " bytes" + (error == null ? "" : ", " + error) + "]";
    }
}
