package io.github.reactorchutes.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;

/** A servlet application as Boot runs it: MVC on Tomcat, and no reactive server. */
class ServletServerTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static final int SIZE = 40_000;

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    @Test
    void tellsHealthAndStatus(ChutesEmulator emulator) {
        try (ConfigurableApplicationContext context = run(emulator)) {
            assertThat(context).isInstanceOf(ServletWebServerApplicationContext.class);
            assertThat(context.getBeansOfType(ReactiveWebServerFactory.class)).isEmpty();
            assertThat(text(context, "/actuator/health"))
                    .contains("\"chutes\":{", "\"circuitBreakers\":{", "\"status\":\"UNKNOWN\"");
            assertThat(text(context, "/actuator/chutes"))
                    .contains("\"default\":{")
                    .doesNotContain(Contexts.SECRET);
        }
    }

    @Test
    void letsAStreamEndWhenItStops(ChutesEmulator emulator) {
        emulator.enqueue(Reply.videoOfSize(SIZE).drip(SIZE / 20, Duration.ofMillis(50)));
        ConfigurableApplicationContext context = run(emulator);
        Mono<Void> close = Mono.<Void>fromRunnable(context::close).subscribeOn(Schedulers.boundedElastic());
        Mono<Integer> size = http(context)
                .get()
                .uri("/video")
                .responseContent()
                .map(buffer -> buffer.readableBytes())
                .switchOnFirst((first, all) -> Flux.merge(all, close.then(Mono.<Integer>empty())))
                .reduce(0, Integer::sum);
        StepVerifier.create(size).expectNext(SIZE).expectComplete().verify(SOON);
        assertThat(context.isActive()).isFalse();
    }

    private static String text(ConfigurableApplicationContext context, String path) {
        return Videos.block(
                http(context).get().uri(path).responseContent().aggregate().asString());
    }

    private static HttpClient http(ConfigurableApplicationContext context) {
        return HttpClient.newConnection()
                .baseUrl("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));
    }

    private static ConfigurableApplicationContext run(ChutesEmulator emulator) {
        SpringApplication application = new SpringApplication(App.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        return application.run(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--logging.level.root=error",
                "--management.endpoints.web.exposure.include=*",
                "--management.endpoint.health.show-details=always",
                "--chutes.verify-video=false",
                "--chutes.api-token=" + Contexts.SECRET,
                "--chutes.base-url=" + emulator.baseUrl());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class App {

        private final ChutesClient client;

        App(ChutesClient client) {
            this.client = client;
        }

        /** Of a known length, and flushed: a stopping Tomcat may close a connection before the last chunk is written. */
        @GetMapping(path = "/video", produces = "video/mp4")
        StreamingResponseBody video(HttpServletResponse response) {
            response.setContentLength(SIZE);
            return output -> {
                DataBufferUtils.write(client.textToVideo(Videos.FOX).flatMapMany(video -> video), output)
                        .doOnNext(DataBufferUtils::release)
                        .blockLast(SOON);
                output.flush();
            };
        }
    }
}
