package io.github.reactorchutes.observation;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.CallEnd;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Detects attempts whose generation is billed or may be, but whose video was not completely received. The platform
 * bills successes, not calls that it rejected or never received.
 */
final class Waste {

    private Waste() {}

    /** Return why the generation was wasted, or {@code null} if it was not. */
    static @Nullable String of(CallEnd end, CallPhase lastPhase) {
        return switch (end.outcome()) {
            case COMPLETED -> null;
            case ABANDONED -> "abandoned";
            case CANCELLED -> mayHaveBeenSent(lastPhase) ? "cancelled" : null;
            case FAILED -> ofFailure(end.error());
        };
    }

    private static boolean mayHaveBeenSent(CallPhase phase) {
        return phase.compareTo(CallPhase.FIRST_BYTE) >= 0;
    }

    private static @Nullable String ofFailure(@Nullable Throwable error) {
        if (error instanceof ChutesBodyException body) {
            return body.reason().name().toLowerCase(Locale.ROOT);
        }
        if (error instanceof ChutesResponseException answer) {
            return answer.isRetryable() ? null : ofAnswer(answer.reason());
        }
        return error instanceof ChutesOutcomeUnknownException unknown && !unknown.isKeyed() ? "outcome_unknown" : null;
    }

    private static @Nullable String ofAnswer(ChutesResponseException.Reason reason) {
        return switch (reason) {
            case SERVER_ERROR -> "outcome_unknown";
            case NOT_A_VIDEO -> "not_a_video";
            default -> null;
        };
    }
}
