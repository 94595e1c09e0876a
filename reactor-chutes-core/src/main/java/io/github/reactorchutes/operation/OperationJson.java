package io.github.reactorchutes.operation;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the JSON of operations. The interface of the platform has no version, so whatever is absent or has another shape
 * is unknown, and no error.
 */
final class OperationJson {

    private static final int MAX_TEXT = 500;

    private OperationJson() {}

    static @Nullable String id(JsonNode json) {
        String id = text(json, "id");
        return id == null ? text(json, "operation_id") : id;
    }

    static OperationFacts facts(JsonNode json) {
        String state = text(json, "status");
        return new OperationFacts(
                state == null ? "unknown" : state,
                text(json, "chute_id"),
                time(json, "created_at"),
                time(json, "started_at"),
                time(json, "finished_at"),
                artifacts(json),
                sum(json.path("usage").path("output_media_seconds")),
                charge(json.path("charge")),
                settlement(json),
                error(json.path("error")));
    }

    private static List<OperationArtifact> artifacts(JsonNode json) {
        JsonNode listed = json.path("result").path("artifacts");
        JsonNode all = listed.isArray() ? listed : json.path("artifacts");
        List<OperationArtifact> artifacts = new ArrayList<>(all.size());
        for (JsonNode artifact : all) {
            artifacts.add(artifact(artifact, artifacts.size()));
        }
        return List.copyOf(artifacts);
    }

    private static OperationArtifact artifact(JsonNode json, int place) {
        String kind = text(json, "kind");
        JsonNode bytes = json.path("size_bytes");
        return new OperationArtifact(
                json.path("index").isInt() ? json.path("index").intValue() : place,
                kind == null ? "artifact" : kind,
                text(json, "content_type"),
                bytes.isIntegralNumber() ? bytes.longValue() : null,
                time(json, "expires_at"),
                !json.path("available").isBoolean() || json.path("available").booleanValue());
    }

    /** The seconds are listed by kind of media. */
    private static @Nullable BigDecimal sum(JsonNode seconds) {
        BigDecimal alone = number(seconds);
        if (alone != null || !seconds.isObject() || seconds.isEmpty()) {
            return alone;
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode each : seconds) {
            BigDecimal known = number(each);
            sum = known == null ? sum : sum.add(known);
        }
        return sum;
    }

    private static @Nullable BigDecimal charge(JsonNode charge) {
        return number(charge.isObject() ? charge.path("amount") : charge);
    }

    private static @Nullable String settlement(JsonNode json) {
        String alone = text(json, "settlement");
        return alone == null ? text(json, "settlement_status") : alone;
    }

    private static @Nullable OperationError error(JsonNode json) {
        if (!json.isObject()) {
            return null;
        }
        String code = text(json, "code");
        String message = text(json, "message");
        return new OperationError(
                code == null ? "operation_failed" : code,
                message == null ? "" : message,
                json.path("retryable").isBoolean() && json.path("retryable").booleanValue());
    }

    /** Amounts are numbers or texts, which keep all digits. */
    private static @Nullable BigDecimal number(JsonNode json) {
        try {
            return json.isNumber() || json.isString() ? new BigDecimal(json.asString()) : null;
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    private static @Nullable Instant time(JsonNode json, String field) {
        String text = text(json, field);
        if (text == null) {
            return null;
        }
        try {
            boolean zoned = text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)");
            return OffsetDateTime.parse(zoned ? text : text + "Z", DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException notATime) {
            return null;
        }
    }

    /** Return a short text in one line, or {@code null} if there is none. */
    private static @Nullable String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isString() || value.stringValue().isBlank()) {
            return null;
        }
        String line = value.stringValue().replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT);
    }
}
