package io.github.reactorchutes.observation;

import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.observation.ChutesObservationDocumentation.AttemptHighCardinalityKeyNames;
import io.github.reactorchutes.observation.ChutesObservationDocumentation.AttemptLowCardinalityKeyNames;
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
        return EndKeys.of(context.client(), endpoints.of(context.call().endpoint()), context.end(), context.phase())
                .and(POST);
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(ChutesAttemptObservationContext context) {
        KeyValues always = KeyValues.of(
                AttemptHighCardinalityKeyNames.CALL_ID.withValue(context.call().id()),
                AttemptHighCardinalityKeyNames.RESEND_COUNT.withValue(
                        Integer.toString(context.call().attempt() - 1)));
        CallEnd end = context.end();
        return end == null ? always : always.and(target(context.url())).and(facts(context, end));
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

    private static KeyValues facts(ChutesAttemptObservationContext context, CallEnd end) {
        VideoResponse response = context.getResponse();
        String invocationId = response == null ? null : response.invocationId();
        return KeyValues.of(
                AttemptHighCardinalityKeyNames.INVOCATION_ID.withValue(
                        invocationId == null ? KeyValue.NONE_VALUE : invocationId),
                AttemptHighCardinalityKeyNames.BODY_SIZE.withValue(Long.toString(end.bytesReceived())));
    }
}
