package io.github.reactorchutes.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.spring.fixture.Applications;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
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
