package io.github.reactorchutes.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.spring.fixture.Applications;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.spring.fixture.Viewer;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.ExchangeEnd;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** Videos that controllers return on WebFlux. */
class WebFluxVideoTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final int SIZE = 200_000;

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    private static @Nullable ConfigurableApplicationContext shared;

    @AfterAll
    static void close() {
        if (shared != null) {
            shared.close();
            shared = null;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/head", "/body", "/flux", "/entity", "/entity-of-head", "/future"})
    void streamsAVideo(String path, ChutesEmulator emulator) {
        emulator.enqueue(Reply.videoOfSize(SIZE).withContentLength());
        assertThat(get(path)).isIn("200 video/mp4 " + SIZE, "201 video/mp4 " + SIZE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/head", "/body", "/entity-of-head"})
    void givesTheApplicationAFailureOfTheHead(String path, ChutesEmulator emulator) {
        emulator.enqueue(Reply.of(500));
        assertThat(get(path)).startsWith("502 ").endsWith(" " + Controllers.HANDLED.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/head", "/body", "/flux", "/entity", "/entity-of-head"})
    void neverCompletesAVideoThatIsCutShort(String path, ChutesEmulator emulator) {
        emulator.enqueue(Reply.videoOfSize(SIZE).cutAfter(SIZE / 2));
        try (Viewer viewer = Viewer.open(application(), path)) {
            assertThat(viewer.readAll())
                    .startsWith("HTTP/1.1 20")
                    .doesNotContain(Controllers.HANDLED)
                    .doesNotEndWith("0\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/head", "/body", "/entity-of-head"})
    void aViewerThatLeavesEndsTheCall(String path, ChutesEmulator emulator) {
        emulator.enqueue(Reply.videoOfSize(1L << 40));
        try (Viewer viewer = Viewer.open(application(), path)) {
            assertThat(viewer.read(SIZE)).startsWith("HTTP/1.1 20");
        }
        assertThat(emulator.takeRequest(SOON).awaitEnd(SOON)).isIn(ExchangeEnd.CLIENT_CLOSED, ExchangeEnd.CLIENT_RESET);
    }

    private static String get(String path) {
        return Videos.block(Applications.http(application())
                .get()
                .uri(path)
                .responseSingle((head, body) -> body.asByteArray()
                        .defaultIfEmpty(new byte[0])
                        .map(bytes -> head.status().code() + " "
                                + head.responseHeaders().get("Content-Type") + " " + bytes.length)));
    }

    private static ConfigurableApplicationContext application() {
        ConfigurableApplicationContext running = shared;
        if (running == null) {
            running = Applications.run(
                    Controllers.class,
                    WebApplicationType.REACTIVE,
                    chutes.emulator(),
                    "--chutes.verify-video=false",
                    "--chutes.circuit-breaker.enabled=false",
                    "--chutes.rate-limit.enabled=false");
            shared = running;
        }
        return running;
    }
}
