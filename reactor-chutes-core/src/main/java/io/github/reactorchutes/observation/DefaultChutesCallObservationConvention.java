package io.github.reactorchutes.observation;

import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.observation.ChutesObservationDocumentation.CallHighCardinalityKeyNames;
import io.github.reactorchutes.observation.ChutesObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

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

    private final EndpointNames endpoints = new EndpointNames();

    /** Create the convention. */
    public DefaultChutesCallObservationConvention() {}

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public String getContextualName(ChutesCallObservationContext context) {
        return OPERATION_VALUE + " " + endpoints.of(context.call().endpoint());
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(ChutesCallObservationContext context) {
        KeyValue client = LowCardinalityKeyNames.CLIENT.withValue(context.client());
        KeyValue endpoint = LowCardinalityKeyNames.ENDPOINT.withValue(
                endpoints.of(context.call().endpoint()));
        CallEnd end = context.end();
        return end == null
                ? KeyValues.of(client, endpoint)
                : KeyValues.of(
                        client,
                        endpoint,
                        EndKeys.outcome(end),
                        EndKeys.phase(end, context.phase()),
                        EndKeys.errorType(end),
                        EndKeys.status(end));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(ChutesCallObservationContext context) {
        KeyValue id =
                CallHighCardinalityKeyNames.CALL_ID.withValue(context.call().id());
        CallEnd end = context.end();
        return end == null ? KeyValues.of(id, OPERATION, PROVIDER) : ended(context, end, id);
    }

    private static KeyValues ended(ChutesCallObservationContext context, CallEnd end, KeyValue id) {
        return KeyValues.of(
                CallHighCardinalityKeyNames.ATTEMPTS.withValue(Integer.toString(context.attempts())),
                id,
                CallHighCardinalityKeyNames.INVOCATION_ID.withValue(invocationId(context.response())),
                OPERATION,
                PROVIDER,
                CallHighCardinalityKeyNames.BODY_SIZE.withValue(Long.toString(end.bytesReceived())));
    }

    private static String invocationId(@Nullable VideoResponse response) {
        String id = response == null ? null : response.invocationId();
        return id == null ? KeyValue.NONE_VALUE : id;
    }
}
