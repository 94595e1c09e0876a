package io.github.reactorchutes.transport;

import io.github.reactorchutes.exchange.VideoCall;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClientResponse;

/** Status and headers of an answer, detached from its connection. */
record ResponseHead(int status, Map<String, List<String>> headers, String contentType) {

    private static final String MP4 = "video/mp4";

    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    static ResponseHead of(HttpClientResponse response) {
        HttpHeaders headers = response.responseHeaders();
        return new ResponseHead(
                response.status().code(), copy(headers), mediaType(headers.get(HttpHeaderNames.CONTENT_TYPE)));
    }

    boolean isVideo() {
        return status == 200 && contentType().startsWith("video/");
    }

    boolean isInterim() {
        return status < 200;
    }

    /** Return the media type without its parameters, in lower case; empty if there is none. */
    private static String mediaType(@Nullable String type) {
        if (type == null) {
            return "";
        }
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }

    long contentLength() {
        String length = first("Content-Length");
        return length == null || !LENGTH.matcher(length).matches() ? -1 : Long.parseLong(length);
    }

    @Nullable
    String invocationId() {
        return first("X-Chutes-InvocationID");
    }

    /** Return a header as a number: NaN if it is missing or none, infinite for {@code inf}. */
    double number(String name) {
        String value = first(name);
        if (value == null) {
            return Double.NaN;
        }
        try {
            return value.equalsIgnoreCase("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(value);
        } catch (NumberFormatException notANumber) {
            return Double.NaN;
        }
    }

    BodyRules bodyRules(VideoCall call, TransportConfig config) {
        return new BodyRules(
                call.endpoint(),
                invocationId(),
                contentLength(),
                config.idleTimeout(),
                config.consumerIdleTimeout(),
                call.deadline(),
                config.verifyVideo() && contentType().equals(MP4));
    }

    private @Nullable String first(String name) {
        List<String> values = headers.get(name);
        return values == null ? null : values.get(0);
    }

    private static Map<String, List<String>> copy(HttpHeaders headers) {
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach(header -> copy.computeIfAbsent(header.getKey(), name -> new ArrayList<>(1))
                .add(header.getValue()));
        copy.replaceAll((name, values) -> Collections.unmodifiableList(values));
        return Collections.unmodifiableMap(copy);
    }
}
