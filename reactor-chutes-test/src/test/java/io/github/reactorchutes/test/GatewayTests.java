package io.github.reactorchutes.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayTests {

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.of(ChutesEmulator.builder()
            .smallVideos(true)
            .validTokens("good", "better")
            .maxRequestBytes(10_000)
            .timeToFirstByte(Duration.ofMillis(200)));

    @ParameterizedTest
    @CsvSource({
        "Bearer good, 200,",
        "Bearer better, 200,",
        "Bearer bad, 401, UNKNOWN_TOKEN",
        "Bearer, 401, INVALID_AUTHORIZATION_HEADER",
        "Bearer good bad, 401, INVALID_AUTHORIZATION_HEADER",
        "Basic good, 401, INVALID_AUTHORIZATION_HEADER",
        "good, 401, INVALID_AUTHORIZATION_HEADER"
    })
    void checksTheToken(String header, int status, PlatformError error) {
        HttpResponse<byte[]> response = Calls.send(post("/text2video").header("Authorization", header));
        assertThat(response.statusCode()).isEqualTo(status);
        if (error != null) {
            assertThat(Calls.text(response)).isEqualTo(error.body());
        }
    }

    @Test
    void needsAToken() {
        HttpResponse<byte[]> response = Calls.send(post("/text2video"));
        assertThat(Calls.text(response)).isEqualTo(PlatformError.AUTHENTICATION_REQUIRED.body());
    }

    @Test
    void answersAPingWithoutAToken() {
        chutes.emulator().enqueue(Reply.capacity());
        HttpResponse<byte[]> response = Calls.send(Calls.request(chutes.emulator(), "/ping"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Calls.text(response)).isEqualTo("{\"message\":\"pong\"}");
    }

    @Test
    void knowsNoOtherPathOrMethod() {
        assertThat(Calls.text(Calls.send(authorized("/text2video/")))).isEqualTo(PlatformError.NO_MATCHING_CORD.body());
        HttpRequest.Builder get = Calls.request(chutes.emulator(), "/generate").header("Authorization", "Bearer good");
        assertThat(Calls.send(get).statusCode()).isEqualTo(404);
    }

    @Test
    void refusesABodyBeyondTheLimit() {
        String json = "{\"prompt\":\"" + "x".repeat(20_000) + "\"}";
        HttpResponse<byte[]> response = Calls.send(authorized("/text2video").POST(BodyPublishers.ofString(json)));
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(Calls.text(response)).isEqualTo(PlatformError.BODY_TOO_LARGE.body());
    }

    @Test
    void refusesAChunkedBodyBeyondTheLimit() throws Exception {
        try (Wire wire = new Wire(chutes.emulator())) {
            wire.send("POST /text2video HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4e20\r\n" + "x".repeat(20_000));
            assertThat(wire.readAll().head()).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void tellsQuotaAndRateLimitOfASuccess() {
        HttpResponse<byte[]> response = Calls.send(authorized("/text2video"));
        assertThat(UUID.fromString(header(response, "X-Chutes-InvocationID"))).isNotNull();
        assertThat(header(response, "X-Chutes-Quota-Total")).isEqualTo("300");
        assertThat(header(response, "X-Chutes-Quota-Used")).isEqualTo("1");
        assertThat(header(response, "X-Chutes-Quota-Remaining")).isEqualTo("299");
        assertThat(header(response, "X-Chutes-RL-User")).isEqualTo("60");
        assertThat(header(response, "X-Chutes-RL-Chute")).isEqualTo("60");
    }

    @Test
    void sendsAVideoInChunksWithoutALength() {
        HttpResponse<byte[]> response = Calls.send(authorized("/text2video"));
        assertThat(header(response, "Transfer-Encoding")).isEqualTo("chunked");
        assertThat(response.headers().firstValue("Content-Length")).isEmpty();
    }

    @Test
    void turnsIntoAnEventStreamWhenAskedTo() {
        HttpResponse<byte[]> byField = Calls.send(
                authorized("/text2video").POST(BodyPublishers.ofString("{\"prompt\":\"fox\",\"stream\":false}")));
        HttpResponse<byte[]> byHeader = Calls.send(authorized("/text2video").header("X-Chutes-Trace", "true"));
        assertThat(header(byField, "Content-Type")).isEqualTo("text/event-stream");
        assertThat(header(byHeader, "Content-Type")).isEqualTo("text/event-stream");
        assertThat(Calls.text(byField)).startsWith("data: {");
    }

    @Test
    void sendsNothingBeforeTheGenerationIsDone() throws Exception {
        try (Wire wire = new Wire(chutes.emulator())) {
            long start = System.nanoTime();
            wire.send("POST /text2video HTTP/1.1\r\nAuthorization: Bearer good\r\nContent-Length: 16\r\n\r\n"
                    + Wire.JSON);
            wire.readTo("H");
            assertThat(System.nanoTime() - start)
                    .isGreaterThan(Duration.ofMillis(195).toNanos());
        }
    }

    @Test
    void refusesWhatExceedsItsConcurrencyUntilTheGenerationIsDone() throws Exception {
        try (ChutesEmulator emulator = ChutesEmulator.builder()
                        .smallVideos(true)
                        .concurrency(1)
                        .timeToFirstByte(Duration.ofSeconds(2))
                        .start();
                Wire first = new Wire(emulator).post()) {
            emulator.takeRequest(Calls.SOON);
            assertThat(Calls.text(Calls.post(emulator, "/text2video", Wire.JSON)))
                    .isEqualTo(PlatformError.CAPACITY.body());
            assertThat(first.readTo("\r\n\r\n")).startsWith("HTTP/1.1 200 OK");
            assertThat(Calls.post(emulator, "/text2video", Wire.JSON).statusCode())
                    .isEqualTo(200);
        }
    }

    private static HttpRequest.Builder authorized(String path) {
        return post(path).header("Authorization", "Bearer good");
    }

    private static HttpRequest.Builder post(String path) {
        return Calls.request(chutes.emulator(), path).POST(BodyPublishers.ofString(Wire.JSON));
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }
}
