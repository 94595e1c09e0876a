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
 * The convention of attempts unless another is chosen: {@code chutes.client.attempt}, its span {@code POST}.
 *
 * @since 0.1.0
 */
public class DefaultChutesAttemptObservationConvention implements ChutesAttemptObservationConvention {

    private static final String NAME = "chutes.client.attempt";

    private static final KeyValue POST = AttemptLowCardinalityKeyNames.METHOD.withValue("POST");

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
        CallEnd end = context.end();
        return KeyValues.of(
                LowCardinalityKeyNames.CLIENT.withValue(context.client()),
                LowCardinalityKeyNames.ENDPOINT.withValue(
                        endpoints.of(context.call().endpoint())),
                EndKeys.outcome(end),
                EndKeys.phase(end, context.phase()),
                EndKeys.status(end),
                EndKeys.errorType(end),
                POST);
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(ChutesAttemptObservationContext context) {
        KeyValue id =
                AttemptHighCardinalityKeyNames.CALL_ID.withValue(context.call().id());
        KeyValue resends = AttemptHighCardinalityKeyNames.RESEND_COUNT.withValue(
                Integer.toString(context.call().attempt() - 1));
        CallEnd end = context.end();
        return end == null
                ? KeyValues.of(id, resends)
                : KeyValues.of(id, resends, invocation(context.getResponse()), size(end))
                        .and(target(context.url()));
    }

    private static KeyValues target(@Nullable URI url) {
        return url == null
                ? KeyValues.of(AttemptHighCardinalityKeyNames.URL.withValue(KeyValue.NONE_VALUE))
                : KeyValues.of(
                        AttemptHighCardinalityKeyNames.URL.withValue(withoutQuery(url)),
                        AttemptHighCardinalityKeyNames.SERVER_ADDRESS.withValue(url.getHost()),
                        AttemptHighCardinalityKeyNames.SERVER_PORT.withValue(Integer.toString(port(url))));
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

    private static KeyValue size(CallEnd end) {
        return AttemptHighCardinalityKeyNames.BODY_SIZE.withValue(Long.toString(end.bytesReceived()));
    }
}
