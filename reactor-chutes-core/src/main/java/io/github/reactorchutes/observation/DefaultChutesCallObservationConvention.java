package io.github.reactorchutes.observation;

import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.observation.ChutesObservationDocumentation.CallHighCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

/**
 * The default convention for calls: the name {@code chutes.client.call}, with a span name of {@code generate_content}
 * and the endpoint.
 *
 * @since 0.1.0
 */
public class DefaultChutesCallObservationConvention implements ChutesCallObservationConvention {

    private static final String NAME = "chutes.client.call";

    private static final String OPERATION_VALUE = "generate_content";

    private static final KeyValue OPERATION = CallHighCardinalityKeyNames.OPERATION.withValue(OPERATION_VALUE);

    private static final KeyValue PROVIDER = CallHighCardinalityKeyNames.PROVIDER.withValue("chutes");

    private static final KeyValue ONE_ATTEMPT = CallHighCardinalityKeyNames.ATTEMPTS.withValue("1");

    private final NameKeys names = new NameKeys();

    /** Create the convention. */
    public DefaultChutesCallObservationConvention() {}

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public String getContextualName(ChutesCallObservationContext context) {
        return OPERATION_VALUE + " "
                + names.name(context.client(), context.call().endpoint());
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(ChutesCallObservationContext context) {
        CallEnd end = context.end();
        return end == null ? names.of(context.client(), context.call().endpoint()) : EndKeys.of(end, context.phase());
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(ChutesCallObservationContext context) {
        CallEnd end = context.end();
        return end == null ? begun(context) : ended(context, end);
    }

    private static KeyValues begun(ChutesCallObservationContext context) {
        return KeyValues.of(
                CallHighCardinalityKeyNames.CALL_ID.withValue(context.call().id()), OPERATION, PROVIDER);
    }

    private static KeyValues ended(ChutesCallObservationContext context, CallEnd end) {
        return KeyValues.of(
                attempts(context.attempts()),
                EndKeys.invocation(context.response()),
                CallHighCardinalityKeyNames.BODY_SIZE.withValue(Long.toString(end.bytesReceived())));
    }

    private static KeyValue attempts(int number) {
        return number == 1 ? ONE_ATTEMPT : CallHighCardinalityKeyNames.ATTEMPTS.withValue(Integer.toString(number));
    }
}
