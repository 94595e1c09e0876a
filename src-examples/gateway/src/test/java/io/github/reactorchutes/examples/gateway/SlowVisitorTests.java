package io.github.reactorchutes.examples.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Slow visitors that would starve others. */
@TestPropertySource(
        properties = {
            "gateway.min-rate=32KB",
            "gateway.patience=1s",
            "gateway.head-timeout=1s",
            "server.netty.idle-timeout=3s",
        })
class SlowVisitorTests extends GatewayTest {

    private static final byte[] PIECE = {0};

    private final List<RawCall> visitors = new ArrayList<>();

    @AfterEach
    void leave() throws IOException {
        for (RawCall visitor : visitors) {
            visitor.close();
        }
    }

    @Test
    void takesPermitsBackFromImagesThatDrip() throws IOException {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            RawCall visitor = add(RawCall.begin(
                    port,
                    "/videos/stream",
                    "Content-Type: image/png",
                    "Generation: prompt=it+looks+up",
                    "Content-Length: 150000"));
            visitor.send(Arrays.copyOf(picture(), 75_000));
            answers.add(CompletableFuture.supplyAsync(() -> visitor.drip(PIECE)));
        }
        try (RawCall honest = RawCall.post(port, "/videos/stream", "prompt=a+fox")) {
            assertThat(honest.readAll()).startsWith("HTTP/1.1 200 OK");
        }
        for (CompletableFuture<String> answer : answers) {
            assertThat(answer.join()).startsWith("HTTP/1.1 408").contains("application/problem+json");
        }
    }

    @Test
    void refusesAFormThatDrips() throws IOException {
        RawCall visitor = add(RawCall.stalledUpload("127.0.0.1", port, 100));
        assertThat(visitor.drip("1\r\n0\r\n".getBytes(ISO_8859_1)))
                .startsWith("HTTP/1.1 408")
                .contains("application/problem+json");
    }

    @Test
    void refusesAFormThatIsOnlyAHead() throws IOException {
        assertThat(add(RawCall.begin(
                                port,
                                "/videos",
                                "Content-Type: application/x-www-form-urlencoded",
                                "Content-Length: 12"))
                        .readAll())
                .startsWith("HTTP/1.1 408");
    }

    @Test
    void takesThePermitBackFromAVisitorWhoDoesNotReadTheVideo() throws IOException {
        emulator.enqueue(Reply.videoOfSize(64 * 1024 * 1024));
        RawCall visitor = add(RawCall.post(port, "/videos/stream", "prompt=a+fox"));
        visitor.awaitAnswer();
        Awaitility.await().atMost(SOON).until(() -> permits.running() == 0);
        emulator.awaitIdle(SOON);
    }

    @Test
    void closesAConnectionWithoutARequest() throws IOException {
        assertThat(add(RawCall.connect(port, "127.0.0.3")).isClosedByServer()).isTrue();
    }

    @Test
    void closesAConnectionWhoseHeadDrips() throws IOException {
        RawCall visitor = add(RawCall.connect(port, "127.0.0.3"));
        visitor.send("GET / HTTP/1.1\r\nHost: localhost\r\nX-Drip: ");
        assertThat(visitor.drip("a".getBytes(ISO_8859_1))).isEmpty();
    }

    @Test
    void closesAConnectionWhoseSecondHeadDrips() throws IOException {
        RawCall visitor = add(RawCall.connect(port, "127.0.0.3"));
        visitor.send("GET /settings HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\nHost: localhost\r\nX-Drip: ");
        assertThat(visitor.drip("a".getBytes(ISO_8859_1)))
                .startsWith("HTTP/1.1 200")
                .containsOnlyOnce("HTTP/1.1");
    }

    @Test
    void closesAConnectionThatGoesOnSendingWhatWasRefused() throws IOException {
        RawCall visitor = add(RawCall.connect(port, "127.0.0.3"));
        visitor.send("POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n");
        visitor.awaitAnswer();
        assertThat(visitor.dripUntilClosed(PIECE)).isTrue();
    }

    private RawCall add(RawCall visitor) {
        visitors.add(visitor);
        return visitor;
    }
}
