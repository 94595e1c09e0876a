package io.github.reactorchutes.transport;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.Map;
import java.util.regex.Pattern;

/** The headers that a customizer sets. Reactor Netty checks neither their names nor their values. */
final class StandingHeaders {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /** A line break in a value would begin another header. */
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

    private StandingHeaders() {}

    static void requireValid(HttpHeaders headers) {
        headers.forEach(StandingHeaders::requireValid);
    }

    private static void requireValid(Map.Entry<String, String> header) {
        if (!NAME.matcher(header.getKey()).matches()) {
            throw new IllegalArgumentException("the HTTP client was given a header whose name is none");
        }
        if (CONTROL.matcher(header.getValue()).find()) {
            throw new IllegalArgumentException("the header " + header.getKey()
                    + ", which the HTTP client was given, has a control character in its value");
        }
    }
}
