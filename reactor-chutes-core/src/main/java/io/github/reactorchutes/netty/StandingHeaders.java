package io.github.reactorchutes.netty;

import io.netty.handler.codec.http.HttpHeaderValidationUtil;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Map;

/**
 * Checks the headers that a customizer sets: a line break in a value would start another header.
 *
 * <p>Seen in {@code DefaultHeaders.copy()} of Netty 4.2.18: the copy, which Reactor Netty passes to the customizer,
 * validates names but not values. Delete the check of the client's own headers when it validates both; keep the check
 * of headers that {@code headersWhen} sets.
 */
final class StandingHeaders {

    private static final int VALID = -1;

    private StandingHeaders() {}

    static void requireValid(HttpHeaders headers) {
        headers.iteratorCharSequence().forEachRemaining(StandingHeaders::requireValid);
    }

    private static void requireValid(Map.Entry<CharSequence, CharSequence> header) {
        if (header.getKey().isEmpty() || HttpHeaderValidationUtil.validateToken(header.getKey()) != VALID) {
            throw new IllegalArgumentException("invalid header name on the customised HttpClient");
        }
        if (HttpHeaderValidationUtil.validateValidHeaderValue(header.getValue()) != VALID) {
            throw new IllegalArgumentException("invalid character in the value of the header " + header.getKey()
                    + " on the customised HttpClient");
        }
    }
}
