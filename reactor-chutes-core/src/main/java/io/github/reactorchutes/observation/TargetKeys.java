package io.github.reactorchutes.observation;

import io.github.reactorchutes.observation.ChutesObservationDocumentation.AttemptHighCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import java.net.URI;

/** The keys of the target of an attempt. */
record TargetKeys(URI target, KeyValue address, KeyValue port, KeyValue url) {

    static TargetKeys of(URI url) {
        return new TargetKeys(
                url,
                AttemptHighCardinalityKeyNames.SERVER_ADDRESS.withValue(url.getHost()),
                AttemptHighCardinalityKeyNames.SERVER_PORT.withValue(Integer.toString(portOf(url))),
                AttemptHighCardinalityKeyNames.URL.withValue(withoutQuery(url)));
    }

    boolean isOf(URI another) {
        return target.equals(another);
    }

    private static String withoutQuery(URI url) {
        String full = url.toString();
        int query = full.indexOf('?');
        return query < 0 ? full : full.substring(0, query);
    }

    private static int portOf(URI url) {
        int defaultPort = "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
        return url.getPort() < 0 ? defaultPort : url.getPort();
    }
}
