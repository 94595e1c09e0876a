package io.github.reactorchutes.operation;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.exchange.VideoResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Reads the answer to a start. */
final class Started {

    private static final int MAX_BYTES = 256 * 1024;

    private static final String OPERATION_ID = "X-Chutes-OperationID";

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private Started() {}

    static Mono<Operation> read(VideoResponse response, String key) {
        boolean operation = response.status() == 202
                || (response.contentType().equals("application/json") && header(response, OPERATION_ID) != null);
        return operation ? readOperation(response, key) : Mono.just(Operation.ended(response, key));
    }

    /** The id in the head is enough: an operation whose JSON is lost is known all the same. */
    private static Mono<Operation> readOperation(VideoResponse response, String key) {
        String known = id(response);
        return DataBufferUtils.join(response.body(), MAX_BYTES)
                .map(Started::parse)
                .onErrorResume(lost -> known == null ? Mono.error(unknown(response, lost)) : Mono.empty())
                .defaultIfEmpty(MissingNode.getInstance())
                .map(json -> started(response, key, known, json));
    }

    private static Operation started(VideoResponse response, String key, @Nullable String known, JsonNode json) {
        String id = known == null ? OperationJson.id(json) : known;
        if (id == null) {
            throw unknown(response, null);
        }
        OperationFacts facts = OperationJson.facts(json);
        return Operation.started(id, json.path("status").isString() ? facts : OperationFacts.ofState("pending"), key);
    }

    private static ChutesOutcomeUnknownException unknown(VideoResponse response, @Nullable Throwable cause) {
        return new ChutesOutcomeUnknownException(
                response.endpoint(), CallPhase.BODY, "the operation was accepted, but its id is missing", cause, true);
    }

    private static JsonNode parse(DataBuffer buffer) {
        try {
            return MAPPER.readTree(buffer.toString(StandardCharsets.UTF_8));
        } catch (JacksonException notJson) {
            return MissingNode.getInstance();
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    private static @Nullable String id(VideoResponse response) {
        String id = header(response, OPERATION_ID);
        if (id != null) {
            return id;
        }
        String location = header(response, "Location");
        String marker = "/external/operations/";
        if (location == null || !location.contains(marker)) {
            return null;
        }
        int place = location.indexOf(marker);
        return location.substring(place + marker.length()).replaceAll("[/?#].*", "");
    }

    private static @Nullable String header(VideoResponse response, String name) {
        List<String> values = response.headers().getOrDefault(name, List.of());
        return values.isEmpty() || values.get(0).isBlank()
                ? null
                : values.get(0).strip();
    }
}
