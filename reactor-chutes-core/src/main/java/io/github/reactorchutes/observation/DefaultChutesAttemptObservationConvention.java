package io.github.reactorchutes.observation;

import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.observation.ChutesObservationDocumentation.AttemptHighCardinalityKeyNames;
import io.github.reactorchutes.observation.ChutesObservationDocumentation.AttemptLowCardinalityKeyNames;
import io.github.reactorchutes.observation.ChutesObservationDocumentation.LowCardinalityKeyNames;
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

    private final EndpointNames endpoints = new EndpointNames();

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
        KeyValue client = LowCardinalityKeyNames.CLIENT.withValue(context.client());
        KeyValue endpoint = LowCardinalityKeyNames.ENDPOINT.withValue(
                endpoints.of(context.call().endpoint()));
        CallEnd end = context.end();
        return end == null
                ? KeyValues.of(client, endpoint, POST)
                : KeyValues.of(
                        client,
                        endpoint,
                        EndKeys.outcome(end),
                        EndKeys.phase(end, context.phase()),
                        EndKeys.errorType(end),
                        POST,
                        EndKeys.status(end));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(ChutesAttemptObservationContext context) {
        KeyValue id =
                AttemptHighCardinalityKeyNames.CALL_ID.withValue(context.call().id());
        KeyValue resends = AttemptHighCardinalityKeyNames.RESEND_COUNT.withValue(
                Integer.toString(context.call().attempt() - 1));
        CallEnd end = context.end();
        return end == null ? KeyValues.of(id, resends) : ended(context, end, id, resends);
    }

    private static KeyValues ended(
            ChutesAttemptObservationContext context, CallEnd end, KeyValue id, KeyValue resends) {
        KeyValue invocation = invocation(context.getResponse());
        KeyValue size = AttemptHighCardinalityKeyNames.BODY_SIZE.withValue(Long.toString(end.bytesReceived()));
        URI url = context.url();
        return url == null
                ? KeyValues.of(id, invocation, resends, size, NOWHERE)
                : KeyValues.of(
                        id,
                        invocation,
                        resends,
                        size,
                        AttemptHighCardinalityKeyNames.SERVER_ADDRESS.withValue(url.getHost()),
                        AttemptHighCardinalityKeyNames.SERVER_PORT.withValue(Integer.toString(port(url))),
                        AttemptHighCardinalityKeyNames.URL.withValue(withoutQuery(url)));
    }

    private static String withoutQuery(URI url) {
        String full = url.toString();
        int query = full.indexOf('?');
        return query < 0 ? full : full.substring(0, query);
    }

    private static int port(URI url) {
        int defaultPort = "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
        return url.getPort() < 0 ? defaultPort : url.getPort();
    }

    private static KeyValue invocation(@Nullable VideoResponse response) {
        String id = response == null ? null : response.invocationId();
        return AttemptHighCardinalityKeyNames.INVOCATION_ID.withValue(id == null ? KeyValue.NONE_VALUE : id);
    }
}
