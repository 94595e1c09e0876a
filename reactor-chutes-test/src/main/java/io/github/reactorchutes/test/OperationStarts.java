package io.github.reactorchutes.test;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/** Starts operations: one for each key. */
final class OperationStarts {

    private static final int MAX_KEY = 255;
    private static final int MILLIS = 1000;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final EmulatedOperations operations;

    OperationStarts(EmulatedOperations operations) {
        this.operations = operations;
    }

    /** Start an operation, or answer with the one that the key started. Reads, checks and starts in one step. */
    synchronized Reply start(Invocation call, RecordedRequest request, ParsedBody body, Supplier<ReplyBody> artifact) {
        Optional<String> key = request.header("Idempotency-Key");
        if (key.isPresent() && (key.get().isEmpty() || key.get().length() > MAX_KEY)) {
            return Replies.detail(400, "Idempotency-Key must contain 1-255 safe characters.");
        }
        String owner = request.header("Authorization").orElse("");
        Optional<EmulatedOperation> known = key.flatMap(
                sent -> operations.find(operation -> operation.idempotencyKey().equals(key)
                        && operation.start().owner().equals(owner)));
        if (known.isPresent()) {
            return again(known.get(), request);
        }
        if (operations.isFull(owner)) {
            return PlatformError.EXTERNAL_CAPACITY.reply();
        }
        Shot shot = call.shot(body);
        ReplyBody sized = operations.sizedArtifact();
        EmulatedOperation started = operations.start(new OperationStart(
                call,
                owner,
                key.orElse(null),
                fingerprint(request),
                sized == null ? artifact.get() : sized,
                Math.round((double) MILLIS * shot.frames() / shot.fps()) / (double) MILLIS));
        return operations.startReply(accepted(started, request));
    }

    private Reply again(EmulatedOperation known, RecordedRequest request) {
        if (!known.start().fingerprint().equals(fingerprint(request))) {
            return Replies.detail(409, "The idempotency key was already used for a different request.");
        }
        known.submittedAgain();
        return operations.startReply(accepted(known, request));
    }

    private static Reply accepted(EmulatedOperation operation, RecordedRequest request) {
        OperationStatus status = operation.status();
        String url = OperationJson.url(operation, request);
        String body = MAPPER.createObjectNode()
                .put("id", operation.id())
                .put("status", status.word())
                .put("status_url", url)
                .toString();
        return Reply.json(status.isTerminal() ? 200 : 202, body)
                .withHeader("X-Chutes-InvocationID", UUID.randomUUID().toString())
                .withHeader("X-Chutes-OperationID", operation.id())
                .withHeader("Location", url)
                .withHeader("Cache-Control", "private, no-store");
    }

    private static String fingerprint(RecordedRequest request) {
        String all = request.method() + request.path() + request.bodySha256();
        return Sha256.hex(all.getBytes(StandardCharsets.UTF_8));
    }
}
