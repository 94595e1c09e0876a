package io.github.reactorchutes.observation;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.observation.ChutesObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The keys that say how a call or an attempt ended; {@code unknown} until then, so that they are always the same. */
final class EndKeys {

    private static final KeyValue UNKNOWN_OUTCOME = LowCardinalityKeyNames.OUTCOME.unknown();

    private static final KeyValue UNKNOWN_PHASE = LowCardinalityKeyNames.PHASE.unknown();

    private static final KeyValue UNKNOWN_STATUS = LowCardinalityKeyNames.STATUS.unknown();

    private static final KeyValue UNKNOWN_ERROR_TYPE = LowCardinalityKeyNames.ERROR_TYPE.unknown();

    private EndKeys() {}

    static KeyValue outcome(@Nullable CallEnd end) {
        return end == null ? UNKNOWN_OUTCOME : LowCardinalityKeyNames.OUTCOME.withValue(name(end));
    }

    private static String name(CallEnd end) {
        boolean rejected = end.outcome() == CallOutcome.FAILED && end.error() instanceof ChutesCallRejectedException;
        return rejected ? "rejected" : lower(end.outcome());
    }

    static KeyValue phase(@Nullable CallEnd end, CallPhase last) {
        if (end == null) {
            return UNKNOWN_PHASE;
        }
        CallPhase phase = end.error() instanceof ChutesException failure ? failure.phase() : last;
        return LowCardinalityKeyNames.PHASE.withValue(lower(phase));
    }

    static KeyValue status(@Nullable CallEnd end) {
        return end == null ? UNKNOWN_STATUS : LowCardinalityKeyNames.STATUS.withValue(code(end));
    }

    private static String code(CallEnd end) {
        if (end.error() instanceof ChutesResponseException answer) {
            return Integer.toString(answer.status());
        }
        return end.timeToFirstByte() == null ? KeyValue.NONE_VALUE : "200";
    }

    static KeyValue errorType(@Nullable CallEnd end) {
        return end == null
                ? UNKNOWN_ERROR_TYPE
                : LowCardinalityKeyNames.ERROR_TYPE.withValue(ErrorType.of(end.error()));
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
