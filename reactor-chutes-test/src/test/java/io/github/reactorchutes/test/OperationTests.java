package io.github.reactorchutes.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import io.github.reactorchutes.tools.Media;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OperationTests {

    private static final String PROMPT = "{\"prompt\":\"fox\",\"duration\":2}";

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.of(ChutesEmulator.builder()
            .smallVideos(true)
            .validTokens("token", "other")
            .operationTime(Duration.ofDays(1)));

    private final ChutesEmulator emulator = chutes.emulator();

    private final EmulatedOperations operations = emulator.operations();

    @Test
    void startsAnOperation() {
        HttpResponse<byte[]> response = start(PROMPT);

        assertThat(response.statusCode()).isEqualTo(202);
        EmulatedOperation operation = operations.started().get(0);
        String url = emulator.baseUrl() + "/external/operations/" + operation.id();
        assertThat(header(response, "X-Chutes-OperationID")).isEqualTo(operation.id());
        assertThat(header(response, "Location")).isEqualTo(url);
        assertThat(json(response).get("status").stringValue()).isEqualTo("pending");
        assertThat(json(response).get("status_url").stringValue()).isEqualTo(url);
        assertThat(operation.chute()).isEqualTo("harbor/director");
        assertThat(operation.idempotencyKey()).isEmpty();
    }

    @Test
    void checksTheFieldsOfAStart() {
        assertThat(start("{\"prompt\":\"fox\",\"duration\":99}").statusCode()).isEqualTo(400);
        assertThat(operations.started()).isEmpty();
    }

    @Test
    void startsOneOperationForAKey() {
        String first = header(start(PROMPT, "key"), "X-Chutes-OperationID");
        HttpResponse<byte[]> second = start(PROMPT, "key");

        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(header(second, "X-Chutes-OperationID")).isEqualTo(first);
        assertThat(operations.startedWith("key"))
                .singleElement()
                .extracting(EmulatedOperation::submissions)
                .isEqualTo(2);
        operations.get(first).become(OperationStatus.SUCCEEDED);
        assertThat(start(PROMPT, "key").statusCode()).isEqualTo(200);
        assertThat(start(PROMPT, "another").statusCode()).isEqualTo(202);
        assertThat(operations.started()).hasSize(2);
    }

    @Test
    void refusesAKeyForAnotherRequest() {
        start(PROMPT, "key");

        assertThat(start("{\"prompt\":\"cat\"}", "key").statusCode()).isEqualTo(409);
        assertThat(start(PROMPT, "k".repeat(256)).statusCode()).isEqualTo(400);
        assertThat(operations.started()).hasSize(1);
    }

    @Test
    void keepsTheKeysOfAccountsApart() {
        start(PROMPT, "key");
        HttpResponse<byte[]> other = Calls.send(post("/harbor-director/videos", PROMPT)
                .setHeader("Authorization", "Bearer other")
                .header("Idempotency-Key", "key"));

        assertThat(other.statusCode()).isEqualTo(202);
        assertThat(operations.startedWith("key")).hasSize(2);
        assertThat(get("/external/operations").get("total").intValue()).isEqualTo(1);
        assertThat(send("GET", path(operations.started().get(1))).statusCode()).isEqualTo(404);
    }

    @Test
    void losesTheAnswerButNotTheOperation() throws Exception {
        operations.nextStart(reply -> Reply.reset());

        try (Wire wire = new Wire(emulator)) {
            wire.send("POST /harbor-director/videos HTTP/1.1\r\nAuthorization: Bearer token\r\n"
                    + "Idempotency-Key: key\r\nContent-Length: 16\r\n\r\n" + Wire.JSON);
            assertThat(wire.readAll().end()).isEqualTo(Wire.End.RST);
        }
        assertThat(start(Wire.JSON, "key").statusCode()).isEqualTo(202);
        assertThat(operations.startedWith("key")).hasSize(1);
    }

    @Test
    void refusesMoreThanTheActiveOperationsAllowed() {
        operations.maxActive(1);
        start(PROMPT, "key");

        HttpResponse<byte[]> refused = start(PROMPT);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(header(refused, "Retry-After")).isEqualTo("30");
        assertThat(start(PROMPT, "key").statusCode()).isEqualTo(202);
        operations.started().get(0).become(OperationStatus.FAILED);
        assertThat(start(PROMPT).statusCode()).isEqualTo(202);
    }

    @Test
    void passesThroughItsStatesByTime() {
        operations.time(Duration.ZERO);
        start(PROMPT);

        JsonNode operation = get(path(operations.started().get(0)));

        assertThat(operation.get("status").stringValue()).isEqualTo("succeeded");
        assertThat(operation.get("settlement_status").stringValue()).isEqualTo("settled");
        assertThat(operation.at("/usage/output_media_seconds/video").doubleValue())
                .isEqualTo(2);
        assertThat(operation.at("/charge/amount").stringValue()).isEqualTo("0.1");
        assertThat(operation.at("/result/artifacts/0/content_type").stringValue())
                .isEqualTo("video/mp4");
        assertThat(operation.get("error").isNull()).isTrue();
        assertThat(operation.get("finished_at").isNull()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(OperationStatus.class)
    void showsTheStateThatATestSets(OperationStatus status) {
        start(PROMPT);
        operations.started().get(0).become(status);

        JsonNode operation = get(path(operations.started().get(0)));

        assertThat(operation.get("status").stringValue()).isEqualTo(status.word());
        assertThat(operation.get("finished_at").isNull()).isNotEqualTo(status.isTerminal());
        boolean failed = status == OperationStatus.FAILED || status == OperationStatus.EXPIRED;
        assertThat(operation.get("error").isNull()).isNotEqualTo(failed);
        assertThat(operation.get("result").isNull()).isNotEqualTo(status == OperationStatus.SUCCEEDED);
    }

    @Test
    void failsOneOperation() {
        operations.time(Duration.ZERO).failNext("upstream_failed", "no more GPUs", true);
        start(PROMPT);
        start(PROMPT);

        JsonNode error = get(path(operations.started().get(0))).get("error");
        assertThat(error.get("code").stringValue()).isEqualTo("upstream_failed");
        assertThat(error.get("message").stringValue()).isEqualTo("no more GPUs");
        assertThat(error.get("retryable").booleanValue()).isTrue();
        assertThat(operations.started().get(1).status()).isEqualTo(OperationStatus.SUCCEEDED);
    }

    @Test
    void listsTheNewestFirst() {
        start(PROMPT, "a");
        start(PROMPT, "b");
        operations.started().get(0).become(OperationStatus.FAILED);

        assertThat(get("/external/operations?limit=1").at("/items/0/id").stringValue())
                .isEqualTo(operations.started().get(1).id());
        assertThat(get("/external/operations?operation_status=failed").get("items"))
                .hasSize(1);
        assertThat(send("GET", "/external/operations?operation_status=dreaming").statusCode())
                .isEqualTo(400);
        assertThat(send("GET", "/external/operations?limit=x").statusCode()).isEqualTo(422);
    }

    @Test
    void cancelsAnOperationThatWasSubmitted() {
        start(PROMPT);
        EmulatedOperation operation = operations.started().get(0);

        assertThat(cancel(operation).statusCode()).isEqualTo(409);
        operation.become(OperationStatus.RUNNING);
        HttpResponse<byte[]> cancelled = cancel(operation);
        assertThat(cancelled.statusCode()).isEqualTo(202);
        assertThat(json(cancelled).get("cancellation").stringValue()).isEqualTo("requested");
        assertThat(operation.status()).isEqualTo(OperationStatus.CANCELLED);
        assertThat(get(path(operation)).get("settlement_status").stringValue()).isEqualTo("not_billable");
        assertThat(cancel(operation).statusCode()).isEqualTo(409);
    }

    @Test
    void refusesToCancelIfToldTo() {
        operations.refuseCancel();
        start(PROMPT);

        HttpResponse<byte[]> response = cancel(operations.started().get(0).become(OperationStatus.RUNNING));

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(Calls.text(response)).contains("not supported");
    }

    @Test
    void servesAPlayableArtifact() {
        HttpResponse<byte[]> response = send("GET", artifact(succeeded()));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Accept-Ranges")).isEqualTo("bytes");
        assertThat(header(response, "Content-Length")).isEqualTo("" + response.body().length);
        assertThat(Media.of(response.body()).duration()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-9, 206, 0, 9",
        "bytes=999990-, 206, 999990, 999999",
        "bytes=-10, 206, 999990, 999999",
        "bytes=5-2000000, 206, 5, 999999",
        "bytes=1000000-, 416, 0, 0",
        "'bytes=0-1,5-6', 200, 0, 999999",
        "pages=1-2, 200, 0, 999999"
    })
    void servesARange(String range, int status, int from, int to) {
        operations.artifactBytes(1_000_000);
        String path = artifact(succeeded());
        byte[] whole = send("GET", path).body();

        HttpResponse<byte[]> part = Calls.send(request("GET", path).header("Range", range));

        assertThat(part.statusCode()).isEqualTo(status);
        if (status == 416) {
            assertThat(header(part, "Content-Range")).isEqualTo("bytes */1000000");
        } else {
            assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, from, to + 1));
        }
        if (status == 206) {
            assertThat(header(part, "Content-Range")).isEqualTo("bytes " + from + "-" + to + "/1000000");
        }
    }

    @Test
    void describesAnArtifactWithoutItsBytes() {
        operations.artifactBytes(1_000_000);
        String path = artifact(succeeded());

        HttpResponse<byte[]> head = send("HEAD", path);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "Content-Length")).isEqualTo("1000000");
        assertThat(header(head, "ETag")).isEqualTo(header(send("GET", path), "ETag"));
    }

    @Test
    void servesTheWholeIfTheArtifactChanged() {
        operations.artifactBytes(1_000_000);
        EmulatedOperation operation = succeeded();
        String tag = header(send("HEAD", artifact(operation)), "ETag");
        HttpRequest.Builder rest =
                request("GET", artifact(operation)).header("Range", "bytes=9-").header("If-Range", tag);

        assertThat(Calls.send(rest).statusCode()).isEqualTo(206);
        operation.changeArtifact();
        HttpResponse<byte[]> changed = Calls.send(rest);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(header(changed, "ETag")).isNotEqualTo(tag);
    }

    @Test
    void cutsOneArtifact() throws Exception {
        operations.artifactBytes(1_000_000).nextArtifact(reply -> reply.cutAfter(300_000));
        EmulatedOperation operation = succeeded();

        try (Wire wire = new Wire(emulator)) {
            wire.send("GET " + artifact(operation) + " HTTP/1.1\r\nAuthorization: Bearer token\r\n\r\n");
            Wire.Received received = wire.readAll();
            assertThat(received.head()).contains("Content-Length: 1000000");
            assertThat(received.body()).hasSize(300_000);
            assertThat(received.end()).isEqualTo(Wire.End.FIN);
        }
        assertThat(send("GET", artifact(operation)).body()).hasSize(1_000_000);
    }

    @Test
    void losesArtifacts() {
        EmulatedOperation operation = succeeded();

        assertThat(send("GET", path(operation) + "/artifacts/1").statusCode()).isEqualTo(404);
        operation.expireArtifact();
        assertThat(send("GET", artifact(operation)).statusCode()).isEqualTo(410);
        assertThat(get(path(operation)).at("/result/artifacts/0/available").booleanValue())
                .isFalse();
        operation.loseArtifact();
        assertThat(send("GET", artifact(operation)).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/external/operations", "/external/operations/x", "/external/operations/x/artifacts/0"})
    void needsAToken(String path) {
        assertThat(Calls.send(Calls.request(emulator, path)).statusCode()).isEqualTo(401);
        assertThat(send("DELETE", path).statusCode()).isIn(404, 405);
    }

    @Test
    void forgetsOperationsOnReset() {
        start(PROMPT, "key");

        emulator.reset();

        assertThat(operations.started()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> operations.get("x"));
    }

    private EmulatedOperation succeeded() {
        start(PROMPT);
        return operations.started().get(0).become(OperationStatus.SUCCEEDED);
    }

    private HttpResponse<byte[]> start(String json) {
        return Calls.send(post("/harbor-director/videos", json));
    }

    private HttpResponse<byte[]> start(String json, String key) {
        return Calls.send(post("/harbor-director/videos", json).header("Idempotency-Key", key));
    }

    private HttpResponse<byte[]> cancel(EmulatedOperation operation) {
        return Calls.send(post(path(operation) + "/cancel", ""));
    }

    private HttpRequest.Builder post(String path, String json) {
        return request("POST", path).POST(BodyPublishers.ofString(json));
    }

    private HttpRequest.Builder request(String method, String path) {
        return Calls.request(emulator, path)
                .header("Authorization", "Bearer token")
                .method(method, BodyPublishers.noBody());
    }

    private HttpResponse<byte[]> send(String method, String path) {
        return Calls.send(request(method, path));
    }

    private JsonNode get(String path) {
        return json(send("GET", path));
    }

    private static String path(EmulatedOperation operation) {
        return "/external/operations/" + operation.id();
    }

    private static String artifact(EmulatedOperation operation) {
        return path(operation) + "/artifacts/0";
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        return new JsonMapper().readTree(response.body());
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }
}
