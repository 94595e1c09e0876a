package io.github.reactorchutes.examples.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ExchangeEnd;
import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.Reply;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

class ProblemTests extends GatewayTest {

    private static final ParameterizedTypeReference<Map<String, Object>> FIELDS = new ParameterizedTypeReference<>() {};

    @ParameterizedTest
    @CsvSource({
        "INVALID_INPUT, 400",
        "UNKNOWN_TOKEN, 502",
        "PERMISSION_DENIED, 502",
        "EDGE_FORBIDDEN, 502",
        "QUOTA_EXCEEDED, 402",
        "NO_MATCHING_CHUTE, 502",
        "BODY_TOO_LARGE, 413",
        "CAPACITY, 503",
        "DAILY_LIMIT, 503",
        "REPEATED_PROMPT, 400",
        "SUBSCRIPTION_CAP_EXCEEDED, 402",
        "BALANCE_REQUIRED_FOR_TEE, 402",
        "CREATOR_WITHOUT_BALANCE, 503",
        "REQUEST_TIMEOUT, 503",
        "INSTANCE_TIMEOUT, 502",
        "INSTANCE_FAILED, 502",
        "EDGE_RATE_LIMITED, 503",
        "INTERNAL_SERVER_ERROR, 502",
        "BAD_GATEWAY, 502",
        "CHUTE_DISABLED, 503",
        "GATEWAY_TIMEOUT, 504"
    })
    void translatesAnswersOfThePlatform(PlatformError error, int status) {
        emulator.enqueue(error.reply());
        Map<String, Object> problem = problem(post("/videos/stream", form -> form.part("prompt", "a fox")), status);
        assertThat(problem).containsEntry("status", status).containsKey("title");
        assertThat(String.valueOf(problem.get("detail"))).isNotBlank().doesNotContain("Bearer", "token");
    }

    @Test
    void tellsWhenTheQuotaIsReset() {
        emulator.enqueue(PlatformError.QUOTA_EXCEEDED.reply());
        assertThat(problem(post("/videos/stream", form -> form.part("prompt", "a fox")), 402))
                .containsEntry("quotaResetsAt", "2026-01-02T00:00:00Z");
    }

    @Test
    void passesOnHowLongToWait() {
        emulator.enqueue(Reply.capacity().withHeader(HttpHeaders.RETRY_AFTER, "77"));
        ResponseSpec answer = post("/videos/stream", form -> form.part("prompt", "a fox"));
        answer.expectHeader().valueEquals(HttpHeaders.RETRY_AFTER, "77");
        assertThat(problem(answer, 503)).containsEntry("retryAfterSeconds", 77);
    }

    @Test
    void tellsALostAnswerFromARefusal() {
        emulator.enqueue(Reply.reset());
        assertThat(problem(post("/videos/stream", form -> form.part("prompt", "a fox")), 504))
                .extractingByKey("detail")
                .asString()
                .contains("may have been generated and paid for");
    }

    @Test
    void takesNothingForAVideoThatIsNone() {
        emulator.enqueue(Reply.html(200, "<h1>Welcome</h1>"));
        assertThat(problem(post("/videos/stream", form -> form.part("prompt", "a fox")), 502))
                .extractingByKey("detail")
                .asString()
                .contains("not a video");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/videos", "/videos/stream"})
    void refusesWhatIsInvalidBeforeAnythingIsSent(String path) {
        assertThat(problem(post(path, form -> form.part("prompt", " ")), 400)).containsEntry("field", "prompt");
        assertThat(problem(post(path, form -> form.part("prompt", "x".repeat(101))), 400))
                .containsEntry("detail", "Prompt must have at most 100 characters but has 101.");
        assertThat(problem(post(path, with("frames", "9")), 400)).containsEntry("field", "frames");
        assertThat(problem(post(path, with("frames", "many")), 400)).containsEntry("field", "frames");
        assertThat(problem(post(path, with("resolution", "1*1")), 400)).containsEntry("field", "resolution");
        assertThat(problem(post(path, with("endpoint", "film")), 400)).containsEntry("field", "endpoint");
        assertThat(problem(post(path, with("endpoint", "image-to-video")), 400)).containsEntry("field", "image");
        assertThat(problem(post(path, withImage("%PDF-1.7 and more".getBytes(UTF_8))), 400))
                .containsEntry("field", "image");
        assertThat(emulator.requestCount()).isZero();
    }

    @Test
    void refusesAnImageThatIsTooLarge() {
        problem(post("/videos", withImage(new byte[300_000])), 413);
        assertThat(emulator.requestCount()).isZero();
    }

    @Test
    void refusesOtherContent() {
        ResponseSpec answer = web.post()
                .uri("/videos")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{}")
                .exchange();
        problem(answer, 415);
        problem(web.get().uri("/nowhere").exchange(), 404);
    }

    @Test
    void refusesOtherSites() {
        ResponseSpec answer = web.post()
                .uri("/videos")
                .header("Sec-Fetch-Site", "cross-site")
                .bodyValue(form(form -> form.part("prompt", "a fox")))
                .exchange();
        problem(answer, 403);
        assertThat(emulator.requestCount()).isZero();
    }

    @Test
    void limitsWhatOneVisitorHasUnderWay() {
        emulator.when(request -> true).thenReply(Reply.silent());
        for (int i = 0; i < 4; i++) {
            begin("fox " + i);
        }
        ResponseSpec answer = post("/videos/stream", form -> form.part("prompt", "one too many"));
        answer.expectHeader().exists(HttpHeaders.RETRY_AFTER);
        problem(answer, 429);
        forgetAll();
        emulator.requests()
                .forEach(request -> assertThat(request.awaitEnd(SOON)).isNotEqualTo(ExchangeEnd.IN_PROGRESS));
    }

    private ResponseSpec post(String path, Consumer<MultipartBodyBuilder> fields) {
        return web.post().uri(path).bodyValue(form(fields)).exchange();
    }

    private static Consumer<MultipartBodyBuilder> with(String field, String value) {
        return form -> {
            form.part("prompt", "a fox");
            form.part(field, value);
        };
    }

    private static Consumer<MultipartBodyBuilder> withImage(byte[] image) {
        return form -> {
            form.part("prompt", "a fox");
            form.part("image", new ByteArrayResource(image)).filename("image.png");
        };
    }

    private static Map<String, Object> problem(ResponseSpec answer, int status) {
        return Objects.requireNonNull(answer.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody(FIELDS)
                .returnResult()
                .getResponseBody());
    }
}
