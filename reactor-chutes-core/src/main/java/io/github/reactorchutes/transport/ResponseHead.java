package io.github.reactorchutes.transport;

import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.mp4.VideoVerdict;
import io.github.reactorchutes.netty.HttpChannel;
import io.github.reactorchutes.request.AcceptedMedia;
import io.github.reactorchutes.request.VideoRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClientResponse;

/** The status and the headers of a response, detached from its connection. */
record ResponseHead(int status, HttpHeaders fields, String contentType) {

    private static final int MAX_TEXT = 8192;

    private static final String JSON = "application/json";

    private static final String OPERATION_ID = "X-Chutes-OperationID";

    private static final int MAX_LENGTH_DIGITS = 18;

    static ResponseHead of(HttpClientResponse response) {
        HttpHeaders headers = response.responseHeaders();
        return new ResponseHead(
                response.status().code(), headers, mediaType(headers.get(HttpHeaderNames.CONTENT_TYPE)));
    }

    /** Copy the headers by case-insensitive name; only on request, because few callers need them. */
    Map<String, List<String>> headers() {
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.forEach(field ->
                copy.computeIfAbsent(field.getKey(), name -> new ArrayList<>(1)).add(field.getValue()));
        copy.replaceAll((name, values) -> Collections.unmodifiableList(values));
        return Collections.unmodifiableMap(copy);
    }

    /** An accepted operation answers its start alone: to any other call it is an error. */
    boolean answers(ChutesCall call) {
        return !isCoded() && (isMedia(call.request()) || (call.idempotencyKey() != null && isOperation()));
    }

    /** Return whether this is the head of a whole artifact, or of its rest. */
    boolean isDownload() {
        return !isCoded() && (status == 200 || status == 206);
    }

    /** A start that is repeated after the end of its operation is answered with 200. */
    private boolean isOperation() {
        return status == 202 || (status == 200 && contentType.equals(JSON) && fields.contains(OPERATION_ID));
    }

    /** A type that leaves the format to the bytes needs some. */
    private boolean isMedia(VideoRequest request) {
        return status == 200
                && request.accepted().isAnswer(contentType)
                && (media(request).isAnnounced() || contentLength() != 0);
    }

    private ExpectedMedia media(VideoRequest request) {
        return new ExpectedMedia(request.accepted().verifiedAs(contentType), contentType);
    }

    /** Add that the content type does not name what the bytes are. */
    VideoVerdict remark(VideoVerdict verdict) {
        return verdict.with(contentType.isEmpty() ? "it has no content type" : "its content type is " + contentType);
    }

    /**
     * Return whether the body has a content coding, which the client did not accept: a coded video would be saved as it
     * is.
     */
    private boolean isCoded() {
        String coding = fields.get(HttpHeaderNames.CONTENT_ENCODING);
        return coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity");
    }

    /** Return whether the end of the connection is the end of the body. */
    boolean isEndedByClose() {
        return contentLength() < 0 && !fields.contains(HttpHeaderNames.TRANSFER_ENCODING);
    }

    /** Return the media type without its parameters, in lower case; empty if there is no header. */
    private static String mediaType(@Nullable String type) {
        if (type == null) {
            return "";
        }
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }

    long contentLength() {
        String length = fields.get(HttpHeaderNames.CONTENT_LENGTH);
        return length == null || !isNumber(length) ? -1 : Long.parseLong(length);
    }

    private static boolean isNumber(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH_DIGITS) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    @Nullable
    String invocationId() {
        return fields.get("X-Chutes-InvocationID");
    }

    /** Return a header as a number, infinite for {@code inf}; {@code null} if it is absent or not a number. */
    @Nullable
    Double number(String name) {
        String value = fields.get(name);
        if (value == null) {
            return null;
        }
        try {
            double number = value.equalsIgnoreCase("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(value);
            return Double.isNaN(number) ? null : number;
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    /** Return the error that this head and the text behind it are. */
    ChutesResponseException asError(LiveCall live, ByteBuf text) {
        byte[] excerpt = new byte[Math.min(text.readableBytes(), MAX_TEXT)];
        text.getBytes(text.readerIndex(), excerpt);
        return asError(live, excerpt);
    }

    ChutesResponseException asError(LiveCall live, byte[] body) {
        ChutesCall call = live.call();
        AcceptedMedia accepted = call.request().accepted();
        return call.idempotencyKey() == null
                ? ChutesResponseException.of(call.endpoint(), status, headers(), body, live.secrets(), accepted)
                : ChutesResponseException.ofKeyed(call.endpoint(), status, headers(), body, live.secrets(), accepted);
    }

    /** The JSON of an operation is not media. */
    private ExpectedMedia media(ChutesCall call) {
        return call.idempotencyKey() != null && isOperation()
                ? new ExpectedMedia(Set.of(), contentType)
                : media(call.request());
    }

    BodyRules bodyRules(ChutesCall call, TransportConfig config, Channel channel) {
        return new BodyRules(
                call.endpoint(),
                this,
                media(call),
                isEndedByClose() ? HttpChannel.closeNotify(channel) : null,
                config.firstByteTimeout(call),
                config.idleTimeout(),
                config.consumerIdleTimeout(),
                call.deadline(),
                config.verifyVideo());
    }
}
