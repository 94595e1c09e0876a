package io.github.reactorchutes.resilience;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.exchange.CallListener;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.Deadline;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Limits the time of a whole call, including waits for permits, all attempts and the body. It should be the outermost
 * filter.
 *
 * <p><b>Errors.</b> Depending on the progress at the deadline: {@link ChutesNotSentException}, {@link
 * ChutesOutcomeUnknownException}, or a {@link ChutesBodyException} with the reason {@code DEADLINE}; the message names
 * the deadline.
 *
 * @since 0.1.0
 */
public final class DeadlineFilter implements VideoExchangeFilter {

    private final Duration limit;

    private DeadlineFilter(Duration limit) {
        this.limit = limit;
    }

    /**
     * Limit the time of each call.
     *
     * @param limit the time from the subscription of the {@code Mono} to the last byte; positive, at most 365 days
     * @return the filter
     */
    public static DeadlineFilter of(Duration limit) {
        return new DeadlineFilter(Durations.positive("limit", limit));
    }

    @Override
    public Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
        return Mono.defer(() -> {
            PhaseWatch watch = new PhaseWatch();
            ChutesCall limited = call.withDeadline(Deadline.in(limit)).withListener(watch);
            return new TimedExchange(next.exchange(limited), limit, problem -> expired(call, watch, problem));
        });
    }

    private ChutesException expired(ChutesCall call, PhaseWatch watch, String problem) {
        CallPhase phase = watch.phase;
        String message = "the deadline of " + limit + " " + problem + " while " + phase.description();
        if (phase == CallPhase.BODY) {
            return new ChutesBodyException(
                    call.endpoint(), ChutesBodyException.Reason.DEADLINE, 0, null, message, null);
        }
        CallPhase unsettled = watch.unsettled;
        return unsettled == null
                ? new ChutesNotSentException(call.endpoint(), CallPhase.PREPARE, message, null)
                : new ChutesOutcomeUnknownException(
                        call.endpoint(), unsettled, message, null, call.idempotencyKey() != null);
    }

    /**
     * Tracks the phase of the latest attempt, and whether the outcome of any attempt is unknown. A retry signals {@link
     * CallPhase#PREPARE} only if the outcome of all earlier attempts is known.
     */
    private static final class PhaseWatch implements CallListener {

        private volatile CallPhase phase = CallPhase.PREPARE;

        private volatile @Nullable CallPhase unsettled;

        @Override
        public void phaseEntered(ChutesCall call, CallPhase entered) {
            phase = entered;
            if (entered == CallPhase.FIRST_BYTE) {
                unsettled = entered;
            } else if (entered == CallPhase.PREPARE) {
                unsettled = null;
            }
        }
    }
}
