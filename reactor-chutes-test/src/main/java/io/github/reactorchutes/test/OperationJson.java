package io.github.reactorchutes.test;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes operations as the platform shows them to their owner. */
final class OperationJson {

    private static final Duration KEPT = Duration.ofHours(24);
    private static final JsonMapper MAPPER = new JsonMapper();

    private OperationJson() {}

    static ObjectNode of(EmulatedOperation operation, RecordedRequest request) {
        OperationStatus status = operation.status();
        String created = operation.createdAt().toString();
        ObjectNode json = MAPPER.createObjectNode()
                .put("id", operation.id())
                .put("status_url", url(operation, request))
                .put("chute_id", operation.start().call().chute().id())
                .put("cord", operation.start().call().cord().internalPath())
                .put("mode", "task")
                .put("status", status.word())
                .put("settlement_status", settlement(status))
                .put("created_at", created)
                .put("submitted_at", status == OperationStatus.PENDING ? null : created)
                .put("started_at", isStarted(status) ? created : null)
                .put("finished_at", text(operation.finishedAt()))
                .put("expires_at", operation.createdAt().plus(KEPT).toString());
        addResult(json, operation, request);
        return json;
    }

    /** The platform names its own host. */
    static String url(EmulatedOperation operation, RecordedRequest request) {
        return request.origin() + "/external/operations/" + operation.id();
    }

    private static void addResult(ObjectNode json, EmulatedOperation operation, RecordedRequest request) {
        boolean succeeded = operation.status() == OperationStatus.SUCCEEDED;
        json.set("usage", succeeded ? usage(operation) : null);
        json.set("charge", succeeded ? charge(operation) : null);
        json.set("result", succeeded ? result(operation, request) : null);
        json.set("error", error(operation));
    }

    private static ObjectNode usage(EmulatedOperation operation) {
        ObjectNode usage = MAPPER.createObjectNode().put("requests", 1);
        usage.putObject("output_media_seconds").put("video", operation.start().seconds());
        return usage;
    }

    private static ObjectNode charge(EmulatedOperation operation) {
        double usd = operation.start().call().chute().usdPerHour()
                / Duration.ofHours(1).toSeconds()
                * operation.start().seconds();
        ObjectNode charge = MAPPER.createObjectNode()
                .put(
                        "amount",
                        BigDecimal.valueOf(usd)
                                .setScale(6, RoundingMode.HALF_UP)
                                .stripTrailingZeros()
                                .toPlainString());
        charge.putArray("line_items");
        return charge;
    }

    private static ObjectNode result(EmulatedOperation operation, RecordedRequest request) {
        ObjectNode result = MAPPER.createObjectNode().put("status", "complete");
        Artifact artifact = operation.artifact();
        if (artifact == null) {
            result.putArray("artifacts");
            return result;
        }
        result.putArray("artifacts")
                .addObject()
                .put("index", 0)
                .put("kind", "video")
                .put("content_type", artifact.contentType())
                .put("size_bytes", artifact.body().length())
                .put("expires_at", operation.createdAt().plus(KEPT).toString())
                .put("available", !operation.isArtifactExpired())
                .put("url", url(operation, request) + "/artifacts/0");
        return result;
    }

    private static @Nullable ObjectNode error(EmulatedOperation operation) {
        OperationOutcome.Failure failure = operation.outcome().error();
        return switch (operation.status()) {
            case FAILED ->
                failure == null
                        ? error("operation_failed", "The operation could not be completed.", false)
                        : error(failure.code(), failure.message(), failure.retryable());
            case EXPIRED -> error("operation_timeout", "The operation took too long.", true);
            default -> null;
        };
    }

    private static ObjectNode error(String code, String message, boolean retryable) {
        return MAPPER.createObjectNode()
                .put("code", code)
                .put("message", message)
                .put("retryable", retryable);
    }

    private static String settlement(OperationStatus status) {
        if (!status.isTerminal()) {
            return "pending";
        }
        return status == OperationStatus.SUCCEEDED ? "settled" : "not_billable";
    }

    private static boolean isStarted(OperationStatus status) {
        return status.compareTo(OperationStatus.RUNNING) >= 0;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
