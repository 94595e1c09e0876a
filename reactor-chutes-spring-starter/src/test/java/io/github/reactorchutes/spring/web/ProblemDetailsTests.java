package io.github.reactorchutes.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.spring.fixture.Applications;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Failed calls of controllers as problem documents, on either stack. */
@ExtendWith(OutputCaptureExtension.class)
class ProblemDetailsTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String ON = "--chutes.web.problem-details.enabled=true";

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    private final HttpClient viewer = HttpClient.newHttpClient();

    @ParameterizedTest
    @EnumSource(names = {"REACTIVE", "SERVLET"})
    void answersRefusalsWithoutAWord(WebApplicationType stack, CapturedOutput output) throws Exception {
        try (ConfigurableApplicationContext application = run(stack, ON)) {
            chutes.emulator().enqueue(Reply.capacity().withHeader("Retry-After", "77"));
            HttpResponse<String> answer = get(application, "/head");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(answer.headers().firstValue("Retry-After")).contains("77");
            assertThat(answer.body()).contains("\"reason\":\"CAPACITY\"", "\"retryAfterSeconds\":77");

            for (String path : new String[] {"/head", "/body", "/flux", "/future"}) {
                chutes.emulator().enqueue(PlatformError.INVALID_INPUT.reply());
                assertThat(get(application, path).statusCode()).as(path).isEqualTo(400);
            }
            assertThat(get(application, "/pdf").body())
                    .contains(
                            "\"detail\":\"Image b64 must be a PNG, JPEG, WebP, GIF or BMP image but is a PDF.\"",
                            "\"field\":\"image_b64\"");
        }
        assertThat(output.getAll().lines().filter(line -> line.contains("WARN") || line.contains("ERROR")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"REACTIVE", "SERVLET"})
    void logsALineOfAFailureButNoStackTrace(WebApplicationType stack, CapturedOutput output) throws Exception {
        try (ConfigurableApplicationContext application = run(stack, ON)) {
            chutes.emulator().enqueue(PlatformError.BAD_GATEWAY.reply());

            assertThat(get(application, "/head").statusCode()).isEqualTo(502);
        }
        assertThat(output.getAll().lines().filter(line -> line.contains("WARN") || line.contains("ERROR")))
                .singleElement()
                .asString()
                .contains("Answered a failed call with status 502: text-to-video: ");
        assertThat(output.getAll()).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @EnumSource(names = {"REACTIVE", "SERVLET"})
    void isOptional(WebApplicationType stack) throws Exception {
        try (ConfigurableApplicationContext application = run(stack)) {
            chutes.emulator().enqueue(Reply.capacity());

            assertThat(get(application, "/head").statusCode()).isEqualTo(500);
        }
    }

    private HttpResponse<String> get(ConfigurableApplicationContext application, String path) throws Exception {
        URI uri =
                URI.create("http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port") + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Accept", "video/mp4")
                .timeout(SOON)
                .build();
        return viewer.send(request, BodyHandlers.ofString());
    }

    private static ConfigurableApplicationContext run(WebApplicationType stack, String... settings) {
        String[] all = Stream.concat(
                        Stream.of(
                                "--chutes.retry.enabled=false",
                                "--logging.level.io.github.reactorchutes=warn",
                                "--spring.main.banner-mode=off"),
                        Stream.of(settings))
                .toArray(String[]::new);
        return Applications.run(Videographer.class, stack, chutes.emulator(), all);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class Videographer {

        private final ChutesClient client;

        Videographer(ChutesClient client) {
            this.client = client;
        }

        @GetMapping("/head")
        Mono<VideoResponse> head() {
            return client.exchange(Videos.FOX);
        }

        @GetMapping("/body")
        Mono<Flux<DataBuffer>> body() {
            return client.textToVideo(Videos.FOX);
        }

        @GetMapping(path = "/flux", produces = "video/mp4")
        Flux<DataBuffer> flux() {
            return client.textToVideo(Videos.FOX).flatMapMany(video -> video);
        }

        @GetMapping("/future")
        CompletableFuture<VideoResponse> future() {
            return client.exchange(Videos.FOX).toFuture();
        }

        @GetMapping("/pdf")
        Mono<VideoResponse> pdf() {
            Image pdf = Image.bytes("%PDF-1.7".getBytes(StandardCharsets.US_ASCII));
            return client.exchange(ImageToVideoRequest.builder("a fox", pdf).build());
        }
    }
}
