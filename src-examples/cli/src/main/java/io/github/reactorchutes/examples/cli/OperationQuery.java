package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.operation.Operation;
import io.github.reactorchutes.operation.OperationArtifact;
import io.github.reactorchutes.operation.OperationError;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows an operation to people and to scripts. */
final class OperationQuery {

    private OperationQuery() {}

    /** Return the facts by their names, for one line of JSON. */
    static Map<String, @Nullable Object> facts(Operation operation) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("id", operation.id());
        facts.put("state", operation.state().name().toLowerCase(Locale.ROOT));
        facts.put("chute", operation.chuteId());
        facts.put("created", text(operation.createdAt()));
        facts.put("finished", text(operation.finishedAt()));
        facts.put("mediaSeconds", operation.outputMediaSeconds());
        facts.put("charge", operation.charge());
        facts.put("settlement", operation.settlement());
        OperationError error = operation.error();
        facts.put("error", error == null ? null : error.code());
        facts.put("message", error == null ? null : error.message());
        facts.put("retryable", error != null && error.isRetryable());
        facts.put(
                "artifacts",
                operation.artifacts().stream().map(OperationQuery::facts).toList());
        return facts;
    }

    private static Map<String, @Nullable Object> facts(OperationArtifact artifact) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("index", artifact.index());
        facts.put("kind", artifact.kind());
        facts.put("contentType", artifact.contentType());
        facts.put("bytes", artifact.bytes());
        facts.put("expires", text(artifact.expiresAt()));
        facts.put("available", artifact.isAvailable());
        return facts;
    }

    /** Print what is known, a fact a line. */
    static void print(Operation operation, PrintWriter out) {
        facts(operation).forEach((name, value) -> {
            boolean worthALine = value != null && !(value instanceof List) && !(value instanceof Boolean);
            if (worthALine) {
                out.println(String.format(Locale.ROOT, "%-12s  %s", name, value));
            }
        });
        operation.artifacts().forEach(artifact -> out.println(line(artifact)));
    }

    private static String line(OperationArtifact artifact) {
        return String.format(
                Locale.ROOT,
                "%-12s  %s, %s, %s bytes, until %s%s",
                "artifact " + artifact.index(),
                artifact.kind(),
                unknownOr(artifact.contentType()),
                unknownOr(artifact.bytes()),
                unknownOr(artifact.expiresAt()),
                artifact.isAvailable() ? "" : ", gone");
    }

    /** Return one line of a list. */
    static String row(Operation operation) {
        return String.format(
                Locale.ROOT,
                "%-36s  %-9s  %-20s  %s",
                operation.id(),
                operation.state().name().toLowerCase(Locale.ROOT),
                Objects.toString(operation.createdAt(), "-").replaceAll("\\.\\d+Z$", "Z"),
                operation.charge() == null ? "-" : "$" + operation.charge());
    }

    private static String unknownOr(@Nullable Object value) {
        return value == null ? "unknown" : value.toString();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
