package io.github.reactorchutes.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.spring.fixture.Applications;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A servlet application as Boot runs it: MVC on Tomcat, and no reactive server. */
class ServletServerTests {

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

    /** Of a known length, because a stopping Tomcat may close a connection before the last chunk is written. */
    @Test
    void letsAStreamEndWhenItStops(ChutesEmulator emulator) {
        emulator.enqueue(Reply.videoOfSize(SIZE).withContentLength().drip(SIZE / 20, Duration.ofMillis(50)));
        ConfigurableApplicationContext context = run(emulator);
        Applications.stopInTheMiddleOfAVideo(context, SIZE);
    }

    private static String text(ConfigurableApplicationContext context, String path) {
        return Videos.block(Applications.http(context)
                .get()
                .uri(path)
                .responseContent()
                .aggregate()
                .asString());
    }

    private static ConfigurableApplicationContext run(ChutesEmulator emulator) {
        return Applications.run(
                App.class,
                WebApplicationType.SERVLET,
                emulator,
                "--management.endpoint.health.show-details=always",
                "--chutes.verify-video=false");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class App {

        private final ChutesClient client;

        App(ChutesClient client) {
            this.client = client;
        }

        @GetMapping("/video")
        Mono<VideoResponse> video() {
            return client.exchange(Videos.FOX);
        }
    }
}
