package io.github.reactorchutes.exchange;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The end of a call: its outcome, error, byte count and timing.
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
     * Create the end of a call whose head arrived.
     *
     * @param outcome how it ended
     * @param error the failure, for {@link CallOutcome#FAILED}
     * @param bytesReceived the bytes of the body that were delivered
     * @param timeToFirstByte the time from subscription to the head
     * @return the end
     */
    public static CallEnd afterHead(
            CallOutcome outcome, @Nullable Throwable error, long bytesReceived, Duration timeToFirstByte) {
        return new CallEnd(outcome, error, bytesReceived, timeToFirstByte);
    }

    /**
     * Create the end of a call without a head.
     *
     * @param outcome how it ended
     * @param error the failure, for {@link CallOutcome#FAILED}
     * @return the end
     */
    public static CallEnd beforeHead(CallOutcome outcome, @Nullable Throwable error) {
        return new CallEnd(outcome, error, 0, null);
    }

    /** {@return how the call ended} */
    public CallOutcome outcome() {
        return outcome;
    }

    /**
     * Return why the call failed.
     *
     * @return the failure, or {@code null} if the outcome is not {@link CallOutcome#FAILED}
     */
    public @Nullable Throwable error() {
        return error;
    }

    /** {@return how many bytes of the body were delivered to the consumer} */
    public long bytesReceived() {
        return bytesReceived;
    }

    /**
     * Return the time from subscription to the arrival of the head.
     *
     * @return the time, or {@code null} without a head
     */
    public @Nullable Duration timeToFirstByte() {
        return timeToFirstByte;
    }

    @Override
    public String toString() {
        return "CallEnd[" + outcome + ", " + bytesReceived + " bytes" + (error == null ? "" : ", " + error) + "]";
    }
}
