package io.github.reactorchutes.resilience;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.error.ChutesResponseException.Reason;
import io.github.reactorchutes.exchange.RateLimit;
import io.github.reactorchutes.exchange.VideoResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a lease was used for, as far as it matters for the limits of the account.
 *
 * @since 0.1.0
 */
public final class LeaseEnd {

    /**
     * The kinds of ends.
     *
     * @since 0.1.0
     */
    public enum Kind {
        /** Nothing reached the platform, so the lease can be used by another attempt. */
        UNUSED,
        /** The platform answered, and the answer is not {@link #RATE_LIMITED}. */
        ANSWERED,
        /** 429 of the edge or for the account: there were too many requests. */
        RATE_LIMITED,
        /** There was no answer: a cancel, a timeout, a lost connection. */
        UNKNOWN
    }

    private static final LeaseEnd UNUSED = new LeaseEnd(Kind.UNUSED, null, null);

    private static final LeaseEnd ANSWERED = new LeaseEnd(Kind.ANSWERED, null, null);

    private static final LeaseEnd UNKNOWN = new LeaseEnd(Kind.UNKNOWN, null, null);

    private final Kind kind;

    private final @Nullable Double statedPerMinute;

    private final @Nullable Duration retryAfter;

    private LeaseEnd(Kind kind, @Nullable Double statedPerMinute, @Nullable Duration retryAfter) {
        this.kind = kind;
        this.statedPerMinute = statedPerMinute;
        this.retryAfter = retryAfter;
    }

    /** {@return the end of a lease that nothing was sent with} */
    public static LeaseEnd unused() {
        return UNUSED;
    }

    /** {@return the end of a lease whose attempt got no answer, or whose answer does not matter} */
    public static LeaseEnd unknown() {
        return UNKNOWN;
    }

    /**
     * Return the end of an attempt that got a head.
     *
     * @param statedPerMinute the account's requests per minute as the head states them, or {@code null}
     * @return the end
     */
    public static LeaseEnd answered(@Nullable Double statedPerMinute) {
        return statedPerMinute == null ? ANSWERED : new LeaseEnd(Kind.ANSWERED, statedPerMinute, null);
    }

    /**
     * Return the end of an attempt that the platform rejected because there were too many requests.
     *
     * @param retryAfter how long the platform asked to wait, or {@code null}
     * @return the end
     */
    public static LeaseEnd rateLimited(@Nullable Duration retryAfter) {
        return new LeaseEnd(Kind.RATE_LIMITED, null, retryAfter);
    }

    static LeaseEnd of(VideoResponse head) {
        RateLimit stated = head.rateLimit();
        return answered(stated == null ? null : stated.user());
    }

    static LeaseEnd of(Throwable error) {
        if (isUnused(error)) {
            return UNUSED;
        }
        if (error instanceof ChutesResponseException answer) {
            return answer.reason() == Reason.RATE_LIMITED ? rateLimited(answer.retryAfter()) : ANSWERED;
        }
        return UNKNOWN;
    }

    /** The edge of the platform counts requests from their head on, whether they are complete or not. */
    static boolean isUnused(Throwable error) {
        return error instanceof ChutesCallRejectedException
                || (error instanceof ChutesNotSentException notSent
                        && notSent.phase().compareTo(CallPhase.SEND) < 0);
    }

    /** {@return the kind of this end} */
    public Kind kind() {
        return kind;
    }

    /** {@return the account's requests per minute as the platform stated them, or {@code null}} */
    public @Nullable Double statedPerMinute() {
        return statedPerMinute;
    }

    /** {@return how long the platform asked to wait, or {@code null}} */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    @Override
    public String toString() {
        return "LeaseEnd[" + kind + "]";
    }
}
