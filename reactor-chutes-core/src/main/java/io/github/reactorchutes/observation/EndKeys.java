package io.github.reactorchutes.observation;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.observation.ChutesObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The keys that say how a call or an attempt ended; {@code unknown} until then, so that they are always the same. */
final class EndKeys {

    private static final KeyValues UNKNOWN = KeyValues.of(
            LowCardinalityKeyNames.OUTCOME.unknown(),
            LowCardinalityKeyNames.PHASE.unknown(),
            LowCardinalityKeyNames.STATUS.unknown(),
            LowCardinalityKeyNames.ERROR_TYPE.unknown());

    private EndKeys() {}

    static KeyValues of(String client, String endpoint, @Nullable CallEnd end, CallPhase lastPhase) {
        KeyValue owner = LowCardinalityKeyNames.CLIENT.withValue(client);
        KeyValue name = LowCardinalityKeyNames.ENDPOINT.withValue(endpoint);
        return end == null
                ? UNKNOWN.and(owner, name)
                : KeyValues.of(
                        owner,
                        name,
                        LowCardinalityKeyNames.OUTCOME.withValue(outcome(end)),
                        LowCardinalityKeyNames.PHASE.withValue(lower(phase(end, lastPhase))),
                        LowCardinalityKeyNames.STATUS.withValue(status(end)),
                        LowCardinalityKeyNames.ERROR_TYPE.withValue(ErrorType.of(end.error())));
    }

    private static String outcome(CallEnd end) {
        boolean rejected = end.outcome() == CallOutcome.FAILED && end.error() instanceof ChutesCallRejectedException;
        return rejected ? "rejected" : lower(end.outcome());
    }

    private static CallPhase phase(CallEnd end, CallPhase lastPhase) {
        return end.error() instanceof ChutesException failure ? failure.phase() : lastPhase;
    }

    private static String status(CallEnd end) {
        if (end.error() instanceof ChutesResponseException answer) {
            return Integer.toString(answer.status());
        }
        return end.timeToFirstByte() == null ? KeyValue.NONE_VALUE : "200";
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
