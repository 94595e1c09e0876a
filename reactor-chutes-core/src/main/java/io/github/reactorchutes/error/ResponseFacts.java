package io.github.reactorchutes.error;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything that can be read off an answer that is no video. */
record ResponseFacts(
        int status,
        ChutesResponseException.Reason reason,
        @Nullable String detail,
        String excerpt,
        Map<String, List<String>> headers,
        @Nullable Instant quotaResetsAt,
        @Nullable Duration retryAfter) {

    private static final int MAX_EXCERPT_BYTES = 4096;

    private static final int MAX_DETAIL_IN_MESSAGE = 300;

    /** The text is masked after it is unwrapped: a credential may be written with escapes, and a mask may break JSON. */
    static ResponseFacts read(int status, Map<String, List<String>> headers, byte[] body, String token) {
        int length = Math.min(body.length, MAX_EXCERPT_BYTES);
        String text = new String(body, 0, length, StandardCharsets.UTF_8);
        ErrorDetail detail = ErrorDetail.parse(text);
        Map<String, List<String>> maskedHeaders = mask(headers, token);
        return new ResponseFacts(
                status,
                ReasonRules.reasonOf(status, detail.text()),
                detail.text() == null ? null : TokenMask.mask(detail.text(), token),
                TokenMask.mask(text, token),
                maskedHeaders,
                detail.quotaResetsAt(),
                RetryAfter.parse(first(maskedHeaders, "Retry-After"), Instant.now()));
    }

    private static Map<String, List<String>> mask(Map<String, List<String>> headers, String token) {
        Map<String, List<String>> masked = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> masked.put(
                name, values.stream().map(value -> TokenMask.mask(value, token)).toList()));
        return Collections.unmodifiableMap(masked);
    }

    @Nullable
    String invocationId() {
        return first(headers, "X-Chutes-InvocationID");
    }

    String summary() {
        StringBuilder summary = new StringBuilder("the server answered ").append(status);
        if (reason == ChutesResponseException.Reason.NOT_A_VIDEO) {
            summary.append(" with ").append(contentType()).append(" instead of a video");
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

    private String contentType() {
        String type = first(headers, "Content-Type");
        return type == null ? "no content type" : MessageText.of(type, MAX_DETAIL_IN_MESSAGE);
    }

    private static @Nullable String first(Map<String, List<String>> headers, String name) {
        List<String> values = headers.get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }
}
