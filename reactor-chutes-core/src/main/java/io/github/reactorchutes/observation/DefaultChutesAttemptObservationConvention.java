package io.github.reactorchutes.observation;

import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.observation.ChutesObservationDocumentation.AttemptHighCardinalityKeyNames;
import io.github.reactorchutes.observation.ChutesObservationDocumentation.AttemptLowCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The default convention for attempts: the name {@code chutes.client.attempt}, with the span name {@code POST}.
 *
 * @since 0.1.0
 */
public class DefaultChutesAttemptObservationConvention implements ChutesAttemptObservationConvention {

    private static final String NAME = "chutes.client.attempt";

    private static final KeyValue POST = AttemptLowCardinalityKeyNames.METHOD.withValue("POST");

    private static final KeyValue NOWHERE = AttemptHighCardinalityKeyNames.URL.withValue(KeyValue.NONE_VALUE);

    private static final KeyValue NO_RESEND = AttemptHighCardinalityKeyNames.RESEND_COUNT.withValue("0");

    private final NameKeys names = new NameKeys(POST);

    /** Most attempts go where the one before them went. */
    private volatile @Nullable TargetKeys lastTarget;

    /** Create the convention. */
    public DefaultChutesAttemptObservationConvention() {}

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public String getContextualName(ChutesAttemptObservationContext context) {
        return POST.getValue();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(ChutesAttemptObservationContext context) {
        CallEnd end = context.end();
        return end == null ? names.of(context.client(), context.call().endpoint()) : EndKeys.of(end, context.phase());
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(ChutesAttemptObservationContext context) {
        CallEnd end = context.end();
        return end == null ? begun(context.call()) : ended(context, end);
    }

    private static KeyValues begun(ChutesCall call) {
        return KeyValues.of(AttemptHighCardinalityKeyNames.CALL_ID.withValue(call.id()), resends(call.attempt() - 1));
    }

    private static KeyValue resends(int number) {
        return number == 0
                ? NO_RESEND
                : AttemptHighCardinalityKeyNames.RESEND_COUNT.withValue(Integer.toString(number));
    }

    private KeyValues ended(ChutesAttemptObservationContext context, CallEnd end) {
        KeyValue invocation = EndKeys.invocation(context.getResponse());
        KeyValue size = AttemptHighCardinalityKeyNames.BODY_SIZE.withValue(Long.toString(end.bytesReceived()));
        URI url = context.url();
        if (url == null) {
            return KeyValues.of(invocation, size, NOWHERE);
        }
        TargetKeys to = target(url);
        return KeyValues.of(invocation, size, to.address(), to.port(), to.url());
    }

    private TargetKeys target(URI url) {
        TargetKeys last = lastTarget;
        if (last == null || !last.isOf(url)) {
            last = TargetKeys.of(url);
            lastTarget = last;
        }
        return last;
    }
}
