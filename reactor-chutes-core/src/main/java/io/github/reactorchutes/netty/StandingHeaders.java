package io.github.reactorchutes.netty;

import io.netty.handler.codec.http.HttpHeaderValidationUtil;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Map;

/**
 * Checks the headers that a customizer sets. Reactor Netty copies them, and the copies of Netty's {@code DefaultHeaders}
 * do not check values: a line break in one would begin another header.
 */
final class StandingHeaders {

    private static final int VALID = -1;

    private StandingHeaders() {}

    static void requireValid(HttpHeaders headers) {
        headers.forEach(StandingHeaders::requireValid);
    }

    private static void requireValid(Map.Entry<String, String> header) {
        if (header.getKey().isEmpty() || HttpHeaderValidationUtil.validateToken(header.getKey()) != VALID) {
            throw new IllegalArgumentException("invalid header name on the customised HttpClient");
        }
        if (HttpHeaderValidationUtil.validateValidHeaderValue(header.getValue()) != VALID) {
            throw new IllegalArgumentException("invalid character in the value of the header " + header.getKey()
                    + " on the customised HttpClient");
        }
    }
}
