package io.github.reactorchutes.error;

import io.github.reactorchutes.request.AcceptedMedia;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything that can be derived from a response that is not a video. */
record ResponseFacts(
        int status,
        ChutesResponseException.Reason reason,
        @Nullable String detail,
        String excerpt,
        Map<String, List<String>> headers,
        @Nullable Instant quotaResetsAt,
        @Nullable Duration retryAfter)
        implements Serializable {

    private static final int MAX_DETAIL_IN_MESSAGE = 300;

    /** Mask the text after unwrapping it: a credential may contain escapes, and a mask may break JSON. */
    static ResponseFacts read(int status, Map<String, List<String>> headers, byte[] body, Collection<String> sent) {
        Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        String text = BodyText.of(body, byName);
        ErrorDetail detail = ErrorDetail.parse(text);
        return new ResponseFacts(
                status,
                ReasonRules.reasonOf(status, detail),
                readable(detail.text(), sent),
                EchoMask.mask(text, sent),
                mask(byName, sent),
                detail.quotaResetsAt(),
                RetryAfter.parse(first(byName, "Retry-After"), first(byName, "Date"), Instant.now()));
    }

    private static @Nullable String readable(@Nullable String words, Collection<String> sent) {
        String line = words == null ? "" : MessageText.line(EchoMask.mask(words, sent));
        return line.isEmpty() ? null : line;
    }

    private static Map<String, List<String>> mask(Map<String, List<String>> headers, Collection<String> sent) {
        Map<String, List<String>> masked = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> masked.put(
                name, values.stream().map(value -> EchoMask.mask(value, sent)).toList()));
        return Collections.unmodifiableMap(masked);
    }

    @Nullable
    String invocationId() {
        return first(headers, "X-Chutes-InvocationID");
    }

    String summary(AcceptedMedia accepted) {
        StringBuilder summary = new StringBuilder("the server answered ").append(status);
        if (reason == ChutesResponseException.Reason.NOT_A_VIDEO) {
            summary.append(" with ")
                    .append(contentType())
                    .append(coding())
                    .append(" instead of ")
                    .append(accepted);
        }
        if (detail != null) {
            summary.append(": ").append(MessageText.of(detail, MAX_DETAIL_IN_MESSAGE));
        }
        if (quotaResetsAt != null) {
            summary.append(" (quota resets at ").append(quotaResetsAt).append(')');
        }
        if (retryAfter != null) {
            summary.append(" (retry after ").append(retryAfter).append(')');
        }
        return summary.toString();
    }

    private String coding() {
        String coding = first(headers, "Content-Encoding");
        return coding == null
                ? ""
                : " in the unrequested content coding " + MessageText.of(coding, MAX_DETAIL_IN_MESSAGE);
    }

    private String contentType() {
        String type = first(headers, "Content-Type");
        return type == null ? "no content type" : MessageText.of(type, MAX_DETAIL_IN_MESSAGE);
    }

    private static @Nullable String first(Map<String, List<String>> headers, String name) {
        List<String> values = headers.get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }
}
