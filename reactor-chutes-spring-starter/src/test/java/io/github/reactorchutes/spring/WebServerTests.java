package io.github.reactorchutes.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.spring.fixture.Applications;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** A WebFlux application as Boot runs it, asked over HTTP. */
class WebServerTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static final int SIZE = 40_000;

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    @Test
    void letsAStreamToABrowserEndWhenItStops(ChutesEmulator emulator) {
        emulator.enqueue(Reply.videoOfSize(SIZE).drip(SIZE / 20, Duration.ofMillis(50)));
        ConfigurableApplicationContext context = run(emulator, "--chutes.verify-video=false");
        Applications.stopInTheMiddleOfAVideo(context, SIZE);
    }

    @Test
    void troubleLeavesTheApplicationUpUnlessItIsToBeDown(ChutesEmulator emulator) {
        String[] settings = {
            "--chutes.circuit-breaker.sliding-window-size=1",
            "--chutes.circuit-breaker.minimum-number-of-calls=1",
            "--management.endpoint.health.show-details=always"
        };
        try (ConfigurableApplicationContext context = run(emulator, settings)) {
            assertThat(get(context, "/actuator/health")).startsWith("200 {").contains("\"chutes\":", "\"UNKNOWN\"");
            open(context, emulator);
            assertThat(get(context, "/actuator/health"))
                    .startsWith("200 {")
                    .contains("\"chutes-text-to-video\":\"OPEN\"")
                    .endsWith("\"status\":\"UP\"}");
        }
        List<String> down = new ArrayList<>(List.of(settings));
        down.add("--chutes.health.down-on=circuit-open");
        try (ConfigurableApplicationContext context = run(emulator, down.toArray(String[]::new))) {
            open(context, emulator);
            assertThat(get(context, "/actuator/health")).startsWith("503 {");
        }
    }

    @Test
    void endpointsShowNoSecret(ChutesEmulator emulator) {
        try (ConfigurableApplicationContext context = run(
                emulator,
                "--chutes.http.proxy.host=127.0.0.1",
                "--chutes.http.proxy.port=1",
                "--chutes.http.proxy.non-proxy-hosts=127\\.0\\.0\\.1",
                "--chutes.http.proxy.username=me",
                "--chutes.http.proxy.password=pw-" + Contexts.SECRET,
                "--chutes.clients.acme.api-token=acme-" + Contexts.SECRET,
                "--management.endpoint.configprops.show-values=always",
                "--management.endpoint.env.show-values=always")) {
            Videos.generate(context.getBean(ChutesClient.class));
            assertThat(get(context, "/actuator/chutes"))
                    .contains("\"default\"", "\"acme\"", "\"chutes-text-to-video\":\"CLOSED\"")
                    .doesNotContain(Contexts.SECRET);
            assertThat(get(context, "/actuator/configprops"))
                    .contains("\"apiToken\":\"******\"")
                    .doesNotContain(Contexts.SECRET);
            assertThat(get(context, "/actuator/env/chutes.api-token"))
                    .contains("******")
                    .doesNotContain(Contexts.SECRET);
            assertThat(get(context, "/actuator/prometheus"))
                    .contains("chutes_client_call_seconds_count{", "chutes_client_connections{")
                    .doesNotContain(Contexts.SECRET, "red fox");
        }
    }

    private static void open(ConfigurableApplicationContext context, ChutesEmulator emulator) {
        emulator.enqueue(Reply.of(500));
        context.getBean(ChutesClient.class)
                .textToVideo(Videos.FOX)
                .then()
                .onErrorComplete()
                .block(SOON);
    }

    private static String get(ConfigurableApplicationContext context, String path) {
        return Videos.block(Applications.http(context)
                .get()
                .uri(path)
                .responseSingle((head, body) -> body.asString()
                        .defaultIfEmpty("")
                        .map(text -> head.status().code() + " " + text)));
    }

    private static ConfigurableApplicationContext run(ChutesEmulator emulator, String... settings) {
        return Applications.run(App.class, WebApplicationType.REACTIVE, emulator, settings);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class App {

        private final ChutesClient client;

        App(ChutesClient client) {
            this.client = client;
        }

        @GetMapping(path = "/video", produces = "video/mp4")
        Flux<DataBuffer> video() {
            return client.textToVideo(Videos.FOX).flatMapMany(video -> video);
        }
    }
}
