package io.github.reactorchutes.test;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The queries of operations below {@code /external/operations}. */
final class OperationsApi implements QueryApi {

    private static final Pattern PATH = Pattern.compile(
            "/external/operations(?:/(?<id>[^/]+)(?:/(?<cancel>cancel)|/artifacts/(?<index>\\d{1,9}))?)?");
    private static final JsonMapper MAPPER = new JsonMapper();

    private final EmulatedOperations operations;
    private final Authentication authentication;

    OperationsApi(EmulatedOperations operations, Authentication authentication) {
        this.operations = operations;
        this.authentication = authentication;
    }

    @Override
    public @Nullable Reply answer(RecordedRequest request, RequestTarget target) {
        Matcher path = PATH.matcher(target.path());
        if (!path.matches()) {
            return null;
        }
        PlatformError unauthenticated = authentication.refusal(request.header("Authorization"));
        if (unauthenticated != null) {
            return unauthenticated.reply();
        }
        if (path.group("id") == null) {
            return request.method().equals("GET") ? list(request, target) : notAllowed();
        }
        return operations
                .find(operation -> operation.id().equals(path.group("id")) && isOwner(operation, request))
                .map(operation -> answer(operation, request, path))
                .orElseGet(() -> Replies.detail(404, "Operation not found."));
    }

    private Reply answer(EmulatedOperation operation, RecordedRequest request, Matcher path) {
        if (path.group("cancel") != null) {
            return request.method().equals("POST") ? cancel(operation) : notAllowed();
        }
        boolean read = request.method().equals("GET");
        if (path.group("index") != null) {
            boolean allowed = read || request.method().equals("HEAD");
            return allowed ? artifact(operation, request, Integer.parseInt(path.group("index"))) : notAllowed();
        }
        return read ? withPrivacy(Replies.json(OperationJson.of(operation, request))) : notAllowed();
    }

    private static Reply cancel(EmulatedOperation operation) {
        OperationStatus status = operation.status();
        if (status == OperationStatus.PENDING) {
            return Replies.detail(409, "Cancellation is unavailable until submission completes.");
        }
        if (status.isTerminal()) {
            return Replies.detail(409, "Operation is already terminal.");
        }
        if (!operation.outcome().cancellable()) {
            return Replies.detail(409, "Cancellation is not supported.");
        }
        operation.cancel();
        String body = MAPPER.createObjectNode()
                .put("id", operation.id())
                .put("status", status.word())
                .put("cancellation", "requested")
                .toString();
        return withPrivacy(Reply.json(202, body));
    }

    private Reply artifact(EmulatedOperation operation, RecordedRequest request, int index) {
        Artifact artifact = operation.artifact();
        if (artifact == null || index > 0) {
            return Replies.detail(404, "Artifact not found.");
        }
        return operation.isArtifactExpired()
                ? Replies.detail(410, "Artifact has expired.")
                : operations.artifactReply(artifact.reply(request));
    }

    private Reply list(RecordedRequest request, RequestTarget target) {
        Optional<String> status = target.parameter("operation_status");
        if (status.isPresent()
                && Arrays.stream(OperationStatus.values())
                        .noneMatch(known -> known.word().equals(status.get()))) {
            return Replies.detail(400, "Invalid operation status.");
        }
        return Page.of(target).map(page -> list(request, target, page)).orElseGet(() -> Page.problem(target));
    }

    private Reply list(RecordedRequest request, RequestTarget target, Page page) {
        List<EmulatedOperation> found = operations.started().stream()
                .filter(operation -> isOwner(operation, request))
                .filter(operation ->
                        matches(target, "operation_status", operation.status().word()))
                .filter(operation -> matches(
                        target, "chute_id", operation.start().call().chute().id()))
                .sorted((one, other) -> other.createdAt().compareTo(one.createdAt()))
                .toList();
        ObjectNode answer = page.head(found.size());
        page.of(found).forEach(operation -> answer.withArray("/items").add(OperationJson.of(operation, request)));
        return withPrivacy(Replies.json(answer));
    }

    private static boolean matches(RequestTarget target, String parameter, String value) {
        return target.parameter(parameter).map(value::equals).orElse(true);
    }

    private static boolean isOwner(EmulatedOperation operation, RecordedRequest request) {
        return request.header("Authorization")
                .equals(Optional.of(operation.start().owner()));
    }

    private static Reply notAllowed() {
        return Replies.detail(405, "Method Not Allowed");
    }

    private static Reply withPrivacy(Reply reply) {
        return reply.withHeader("Cache-Control", "private, no-store").withHeader("X-Content-Type-Options", "nosniff");
    }
}
