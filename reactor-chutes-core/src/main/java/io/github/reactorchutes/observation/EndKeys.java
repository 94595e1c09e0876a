package io.github.reactorchutes.observation;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.observation.ChutesObservationDocumentation.CallHighCardinalityKeyNames;
import io.github.reactorchutes.observation.ChutesObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.common.docs.KeyName;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The keys that describe the end of a call or an attempt. Those of a success are created once. */
final class EndKeys {

    private static final Map<CallOutcome, KeyValue> OUTCOMES = keys(CallOutcome.class, LowCardinalityKeyNames.OUTCOME);

    private static final Map<CallPhase, KeyValue> PHASES = keys(CallPhase.class, LowCardinalityKeyNames.PHASE);

    private static final KeyValue REJECTED = LowCardinalityKeyNames.OUTCOME.withValue("rejected");

    private static final KeyValue OK = LowCardinalityKeyNames.STATUS.withValue("200");

    private static final KeyValue NO_STATUS = LowCardinalityKeyNames.STATUS.withValue(KeyValue.NONE_VALUE);

    private static final KeyValue NO_ERROR = LowCardinalityKeyNames.ERROR_TYPE.withValue(ErrorType.of(null));

    private static final KeyValue NO_INVOCATION =
            CallHighCardinalityKeyNames.INVOCATION_ID.withValue(KeyValue.NONE_VALUE);

    /** That of a video that its consumer received completely. */
    private static final KeyValues SUCCESS =
            KeyValues.of(key(OUTCOMES, CallOutcome.COMPLETED), key(PHASES, CallPhase.BODY), NO_ERROR, OK);

    private EndKeys() {}

    static KeyValues of(CallEnd end, CallPhase last) {
        return end.outcome() == CallOutcome.COMPLETED && last == CallPhase.BODY
                ? SUCCESS
                : KeyValues.of(outcome(end), phase(end, last), errorType(end), status(end));
    }

    /** Both observations have this key. */
    static KeyValue invocation(@Nullable VideoResponse response) {
        String id = response == null ? null : response.invocationId();
        return id == null ? NO_INVOCATION : CallHighCardinalityKeyNames.INVOCATION_ID.withValue(id);
    }

    private static <E extends Enum<E>> Map<E, KeyValue> keys(Class<E> type, KeyName name) {
        Map<E, KeyValue> keys = new EnumMap<>(type);
        for (E value : type.getEnumConstants()) {
            keys.put(value, name.withValue(lower(value)));
        }
        return keys;
    }

    private static <E extends Enum<E>> KeyValue key(Map<E, KeyValue> keys, E value) {
        return Objects.requireNonNull(keys.get(value));
    }

    private static KeyValue outcome(CallEnd end) {
        boolean rejected = end.outcome() == CallOutcome.FAILED && end.error() instanceof ChutesCallRejectedException;
        return rejected ? REJECTED : key(OUTCOMES, end.outcome());
    }

    private static KeyValue phase(CallEnd end, CallPhase last) {
        CallPhase phase = end.error() instanceof ChutesException failure ? failure.phase() : last;
        return key(PHASES, phase);
    }

    private static KeyValue status(CallEnd end) {
        if (end.error() instanceof ChutesResponseException answer) {
            return LowCardinalityKeyNames.STATUS.withValue(Integer.toString(answer.status()));
        }
        return end.timeToFirstByte() == null ? NO_STATUS : OK;
    }

    private static KeyValue errorType(CallEnd end) {
        Throwable error = end.error();
        return error == null ? NO_ERROR : LowCardinalityKeyNames.ERROR_TYPE.withValue(ErrorType.of(error));
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
