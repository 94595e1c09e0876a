package io.github.reactorchutes.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RecordedRequestTests {

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    @Test
    void tellsWhatWasSent() {
        Instant before = Instant.now();
        Calls.post(chutes.emulator(), "/text2video", "{\"prompt\":\"fox\",\"seed\":null,\"fps\":24}");
        RecordedRequest request = chutes.emulator().takeRequest(Calls.SOON);
        assertThat(request.index()).isZero();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/text2video");
        assertThat(request.header("authorization")).contains("Bearer token");
        assertThat(request.header("X-None")).isEmpty();
        assertThat(request.arrivedAt()).isBetween(before, Instant.now());
        assertThat(request.body()).asString().isEqualTo("{\"prompt\":\"fox\",\"seed\":null,\"fps\":24}");
        assertThat(request.bodyLength()).isEqualTo(37);
        assertThat(request.bodySha256()).isEqualTo(Sha256.hex(request.body()));
        assertThat(request.json()).hasToString("{prompt=fox, seed=null, fps=24}");
        assertThat(request.image()).isEmpty();
    }

    @Test
    void keepsFactsOfALargeImageAlone() {
        byte[] image = new byte[2_000_000];
        image[0] = 42;
        String json = "{\"image\":\"" + Base64.getEncoder().encodeToString(image) + "\",\"prompt\":\"fox\"}";
        Calls.post(chutes.emulator(), "/generate", json);
        RecordedRequest request = chutes.emulator().takeRequest(Calls.SOON);
        assertThat(request.body()).isEmpty();
        assertThat(request.bodyLength()).isEqualTo(json.length());
        assertThat(request.bodySha256()).isEqualTo(Sha256.hex(json.getBytes(StandardCharsets.UTF_8)));
        assertThat(request.json()).containsOnlyKeys("prompt");
        RecordedImage recorded = request.image().orElseThrow();
        assertThat(recorded.field()).isEqualTo("image");
        assertThat(recorded.decoded()).isTrue();
        assertThat(recorded.size()).isEqualTo(2_000_000);
        assertThat(recorded.sha256()).isEqualTo(Sha256.hex(image));
        assertThat(recorded.firstBytes()).hasSize(64).startsWith(42, 0);
        assertThat(recorded.textLength()).isEqualTo(2_666_668);
        assertThat(recorded.text()).hasSize(2048);
    }

    @Test
    void keepsAnImageUrlAsItWasSent() {
        Calls.post(chutes.emulator(), "/generate", "{\"image\":\"https://example.org/a.png\",\"prompt\":\"fox\"}");
        RecordedImage image = chutes.emulator().takeRequest(Calls.SOON).image().orElseThrow();
        assertThat(image.text()).isEqualTo("https://example.org/a.png");
        assertThat(image.decoded()).isFalse();
        assertThat(image.size()).isZero();
    }

    @Test
    void readsAnImageWithEscapes() {
        Calls.post(chutes.emulator(), "/generate", "{\"image\":\"\\/\\/\\/\\/\",\"prompt\":\"fox\"}");
        RecordedImage image = chutes.emulator().takeRequest(Calls.SOON).image().orElseThrow();
        assertThat(image.text()).isEqualTo("////");
        assertThat(image.firstBytes()).containsExactly(-1, -1, -1);
    }

    @Test
    void hidesTheTokenInItsText() throws IOException {
        try (Wire wire = new Wire(chutes.emulator())) {
            wire.post().readTo("\r\n\r\n");
        }
        assertThat(chutes.emulator().requests().toString())
                .contains("<redacted>")
                .doesNotContain("secret-token");
    }

    @Test
    void countsRequestsAndConnections() throws IOException {
        try (Wire first = new Wire(chutes.emulator());
                Wire second = new Wire(chutes.emulator())) {
            first.post("/none", "{}").readTo("found!\"}");
            first.post("/none", "{}").readTo("found!\"}");
            second.post("/none", "{}").readTo("found!\"}");
            assertThat(chutes.emulator().requestCount()).isEqualTo(3);
            assertThat(chutes.emulator().connectionCount()).isEqualTo(2);
            long[] ids = chutes.emulator().requests().stream()
                    .mapToLong(RecordedRequest::connectionId)
                    .toArray();
            assertThat(ids[0]).isEqualTo(ids[1]).isNotEqualTo(ids[2]);
        }
    }

    @Test
    void completesAndKeepsTheConnection() throws IOException {
        try (ChutesEmulator alone = ChutesEmulator.start()) {
            alone.enqueue(Reply.video(new byte[1000]));
            RecordedRequest request;
            try (Wire wire = new Wire(alone)) {
                wire.post().readTo("0\r\n\r\n");
                request = alone.takeRequest(Calls.SOON);
                assertThat(request.awaitEnd(Calls.SOON)).isEqualTo(ExchangeEnd.COMPLETED);
                assertThat(request.bytesWritten()).isEqualTo(1000);
                assertThat(request.connectionOpen()).isTrue();
            }
            alone.awaitOpenConnections(0, Calls.SOON);
            assertThat(request.connectionOpen()).isFalse();
        }
    }

    @Test
    void seesTheClientClose() throws IOException {
        chutes.emulator().enqueue(Reply.silent());
        RecordedRequest request;
        try (Wire wire = new Wire(chutes.emulator())) {
            request = received(wire.post());
            assertThat(request.end()).isEqualTo(ExchangeEnd.IN_PROGRESS);
        }
        assertThat(request.awaitEnd(Calls.SOON)).isEqualTo(ExchangeEnd.CLIENT_CLOSED);
    }

    @Test
    void seesTheClientReset() throws IOException {
        chutes.emulator().enqueue(Reply.videoOfSize(50_000_000));
        Wire wire = new Wire(chutes.emulator());
        RecordedRequest request = received(wire.post());
        wire.readTo("\r\n\r\n");
        wire.reset();
        assertThat(request.awaitEnd(Calls.SOON)).isEqualTo(ExchangeEnd.CLIENT_RESET);
        assertThat(request.bytesWritten()).isLessThan(50_000_000);
    }

    @Test
    void seesAnUploadBreakOff() throws IOException {
        try (Wire wire = new Wire(chutes.emulator())) {
            wire.send("POST /text2video HTTP/1.1\r\nContent-Length: 100\r\n\r\n{");
        }
        RecordedRequest request = chutes.emulator().takeRequest(Calls.SOON);
        assertThat(request.bodyComplete()).isFalse();
        assertThat(request.awaitEnd(Calls.SOON)).isEqualTo(ExchangeEnd.CLIENT_CLOSED);
    }

    @Test
    void tellsThatTheEmulatorClosed() {
        chutes.emulator().enqueue(Reply.video(new byte[9]).closeDelimited());
        Calls.post(chutes.emulator(), "/text2video", Wire.JSON);
        assertThat(chutes.emulator().takeRequest(Calls.SOON).awaitEnd(Calls.SOON))
                .isEqualTo(ExchangeEnd.SERVER_CLOSED);
    }

    @Test
    void waitsForTheEndOfEveryExchange() throws IOException {
        chutes.emulator().enqueue(Reply.silent());
        try (Wire wire = new Wire(chutes.emulator())) {
            received(wire.post());
            assertThatIllegalStateException()
                    .isThrownBy(() -> chutes.emulator().awaitIdle(Duration.ofMillis(20)))
                    .withMessageContaining("PT0.02S");
        }
        chutes.emulator().awaitIdle(Calls.SOON);
    }

    @Test
    void givesUpWaitingForARequest() {
        assertThatIllegalStateException()
                .isThrownBy(() -> chutes.emulator().takeRequest(Duration.ofMillis(20)))
                .withMessage("No request arrived within PT0.02S");
    }

    @Test
    void forgetsEverythingOnReset() throws IOException {
        chutes.emulator().enqueue(Reply.silent(), Reply.of(418));
        try (Wire wire = new Wire(chutes.emulator())) {
            RecordedRequest request = received(wire.post());
            chutes.emulator().reset();
            assertThat(wire.readAll().end()).isEqualTo(Wire.End.FIN);
            assertThat(request.awaitEnd(Calls.SOON)).isEqualTo(ExchangeEnd.SERVER_CLOSED);
        }
        assertThat(chutes.emulator().requestCount()).isZero();
        assertThat(chutes.emulator().connectionCount()).isZero();
        assertThat(Calls.post(chutes.emulator(), "/text2video", Wire.JSON).statusCode())
                .isEqualTo(200);
    }

    @Test
    void dropsIdleConnections() throws IOException {
        try (Wire wire = new Wire(chutes.emulator())) {
            wire.post("/none", "{}").readTo("found!\"}");
            chutes.emulator().closeConnections();
            assertThat(wire.readAll().end()).isEqualTo(Wire.End.FIN);
        }
    }

    private static RecordedRequest received(Wire sent) {
        assertThat(sent).isNotNull();
        return chutes.emulator().takeRequest(Calls.SOON);
    }
}
