package io.github.reactorchutes.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.reactorchutes.test.Wire.End;
import io.github.reactorchutes.test.Wire.Received;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReplyTests {

    private static final byte[] BODY = "0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final Reply VIDEO = Reply.video(BODY);

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    @Test
    void sendsStatusHeadersAndBody() throws IOException {
        Received received =
                play(Reply.of(409, "text/plain", BODY).withHeader("X-Test", "1").withHeader("X-Test", "2"));
        assertThat(received.text())
                .isEqualTo("HTTP/1.1 409 Conflict\r\nContent-Type: text/plain\r\nX-Test: 1\r\nX-Test: 2\r\n"
                        + "Content-Length: 10\r\n\r\n0123456789");
        assertThat(received.end()).isEqualTo(End.SILENCE);
    }

    @Test
    void sendsChunks() throws IOException {
        assertThat(play(VIDEO).text())
                .contains("Transfer-Encoding: chunked\r\n")
                .endsWith("\r\n\r\na\r\n0123456789\r\n0\r\n\r\n");
        assertThat(play(VIDEO.drip(4, Duration.ofMillis(1))).text())
                .endsWith("\r\n\r\n4\r\n0123\r\n4\r\n4567\r\n2\r\n89\r\n0\r\n\r\n");
        assertThat(play(VIDEO.drip(4, Duration.ofMillis(1)).inOneChunk()).text())
                .endsWith("\r\n\r\na\r\n0123456789\r\n0\r\n\r\n");
    }

    @Test
    void sendsALengthEvenAWrongOne() throws IOException {
        assertThat(play(VIDEO.withContentLength()).text())
                .contains("Content-Length: 10\r\n")
                .endsWith("\n0123456789");
        assertThat(play(VIDEO.withContentLength(4)).text())
                .contains("Content-Length: 4\r\n")
                .endsWith("\n0123456789");
    }

    @Test
    void endsABodyByClosing() throws IOException {
        Received received = play(VIDEO.closeDelimited());
        assertThat(received.head()).contains("Connection: close").doesNotContain("Content-Length", "chunked");
        assertThat(received.body()).isEqualTo("0123456789");
        assertThat(received.end()).isEqualTo(End.FIN);
    }

    @Test
    void closesAfterAReplyThatPromisedToStay() throws IOException {
        Received received = play(VIDEO.withContentLength().thenClose());
        assertThat(received.head()).doesNotContain("Connection");
        assertThat(received.end()).isEqualTo(End.FIN);
    }

    @Test
    void closesWhenTheClientAsksForIt() throws IOException {
        chutes.emulator().enqueue(VIDEO);
        try (Wire wire = new Wire(chutes.emulator())) {
            wire.send("POST /text2video HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            Received received = wire.readAll();
            assertThat(received.head()).contains("Connection: close");
            assertThat(received.end()).isEqualTo(End.FIN);
        }
    }

    @Test
    void dripsAtItsPace() throws IOException {
        long start = System.nanoTime();
        Received received = play(VIDEO.withContentLength().thenClose().drip(3, Duration.ofMillis(40)));
        assertThat(received.body()).isEqualTo("0123456789");
        assertThat(System.nanoTime() - start)
                .isGreaterThan(Duration.ofMillis(119).toNanos());
    }

    @Test
    void waitsBeforeTheFirstByte() throws IOException {
        long start = System.nanoTime();
        play(VIDEO.thenClose().withDelay(Duration.ofMillis(120)));
        assertThat(System.nanoTime() - start)
                .isGreaterThan(Duration.ofMillis(119).toNanos());
    }

    @Test
    void sendsInterimResponsesFirst() throws IOException {
        assertThat(play(VIDEO.withInterim(100, 102, 103)).text())
                .startsWith(
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n"
                                + "HTTP/1.1 200 OK\r\n");
        assertThat(play(VIDEO.withInterim(Duration.ofMillis(20), 102, 103)).text())
                .startsWith("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n");
    }

    @Test
    void neverAnswers() throws IOException {
        assertThat(playOn(Reply.silent())).isEqualTo(new Received("", End.SILENCE));
    }

    @Test
    void closesBeforeTheHead() throws IOException {
        assertThat(play(Reply.closed())).isEqualTo(new Received("", End.FIN));
    }

    @Test
    void resetsBeforeTheHead() throws IOException {
        assertThat(play(Reply.reset())).isEqualTo(new Received("", End.RST));
    }

    @Test
    void stallsInTheBody() throws IOException {
        Received received = playOn(VIDEO.withContentLength().stallAfter(4));
        assertThat(received.body()).isEqualTo("0123");
        assertThat(received.end()).isEqualTo(End.SILENCE);
    }

    @Test
    void stallsRightAfterTheHead() throws IOException {
        Received received = playOn(VIDEO.stallAfter(0));
        assertThat(received.head()).startsWith("HTTP/1.1 200 OK");
        assertThat(received.body()).isEmpty();
        assertThat(received.end()).isEqualTo(End.SILENCE);
    }

    @Test
    void cutsTheBody() throws IOException {
        Received chunked = play(VIDEO.cutAfter(4));
        assertThat(chunked.body()).isEqualTo("4\r\n0123\r\n");
        assertThat(chunked.end()).isEqualTo(End.FIN);
        assertThat(play(VIDEO.inOneChunk().cutAfter(4)).body()).isEqualTo("a\r\n0123");
        Received shortOfLength = play(VIDEO.withContentLength().cutAfter(4));
        assertThat(shortOfLength.text()).contains("Content-Length: 10").endsWith("\r\n\r\n0123");
        assertThat(play(VIDEO.closeDelimited().cutAfter(4)).body()).isEqualTo("0123");
    }

    @Test
    void cutsBeforeTheLastChunkAlone() throws IOException {
        Received received = play(VIDEO.cutAfter(Long.MAX_VALUE));
        assertThat(received.body()).isEqualTo("a\r\n0123456789\r\n");
        assertThat(received.end()).isEqualTo(End.FIN);
    }

    @Test
    void stallsCutsAndResetsAnErrorBodyToo() throws IOException {
        Reply error = PlatformError.BAD_GATEWAY.reply();
        assertThat(playOn(error.stallAfter(6)).body()).isEqualTo("<html>");
        assertThat(play(error.cutAfter(6)).body()).isEqualTo("<html>");
        assertThat(play(error.resetAfter(6)).end()).isEqualTo(End.RST);
    }

    @Test
    void resetsInTheBody() throws IOException {
        Received received = play(VIDEO.withContentLength().resetAfter(4));
        assertThat(received.end()).isEqualTo(End.RST);
    }

    @Test
    void sendsRawBytes() throws IOException {
        Received received = play(Reply.raw("HTTP/1.1 200 OK\r\nContent-Le".getBytes(StandardCharsets.US_ASCII)));
        assertThat(received).isEqualTo(new Received("HTTP/1.1 200 OK\r\nContent-Le", End.FIN));
        assertThat(playOn(Reply.raw(BODY).stallAfter(5))).isEqualTo(new Received("01234", End.SILENCE));
    }

    @Test
    void answersBeforeTheUpload() throws IOException {
        chutes.emulator().enqueue(PlatformError.BODY_TOO_LARGE.reply().beforeUpload());
        try (Wire wire = new Wire(chutes.emulator())) {
            wire.send("POST /generate HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n{");
            Received received = wire.readAll();
            assertThat(received.head()).startsWith("HTTP/1.1 413").contains("Connection: close");
            assertThat(received.end()).isEqualTo(End.FIN);
            wire.send("x".repeat(100_000));
        }
        RecordedRequest request = chutes.emulator().takeRequest(Calls.SOON);
        assertThat(request.bodyComplete()).isFalse();
        assertThat(request.awaitEnd(Calls.SOON)).isEqualTo(ExchangeEnd.SERVER_CLOSED);
        assertThatIllegalStateException().isThrownBy(() -> chutes.emulator().takeRequest(Duration.ofMillis(50)));
    }

    @Test
    void invitesTheUploadWhenAsked() throws IOException {
        try (Wire wire = new Wire(chutes.emulator())) {
            wire.send("POST /text2video HTTP/1.1\r\nAuthorization: Bearer t\r\nExpect: 100-continue\r\n"
                    + "Content-Length: 16\r\n\r\n");
            assertThat(wire.readTo("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(wire.send(Wire.JSON).readTo("\r\n\r\n")).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void knowsTheUsualAnswers() throws IOException {
        assertThat(play(Reply.noContent()).text()).isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
        assertThat(play(Reply.accepted()).head()).startsWith("HTTP/1.1 202").contains("application/json");
        assertThat(play(Reply.redirect("https://evil.example")).head())
                .startsWith("HTTP/1.1 307")
                .contains("Location: https://evil.example\r\n");
        assertThat(play(Reply.json(200, "{}")).head())
                .startsWith("HTTP/1.1 200")
                .contains("application/json");
        assertThat(play(Reply.html(200, "<p>")).head())
                .startsWith("HTTP/1.1 200")
                .contains("text/html");
        assertThat(play(Reply.video(new byte[0])).text()).endsWith("\r\n\r\n0\r\n\r\n");
        assertThat(play(Reply.gatewayTimeout()).head())
                .startsWith("HTTP/1.1 504")
                .contains("text/html");
        assertThat(play(VIDEO.withStatus(206)).head()).startsWith("HTTP/1.1 206");
    }

    @Test
    void comesUpAfterAColdStart() {
        chutes.emulator().enqueue(Reply.coldStart(2));
        assertThat(call().statusCode()).isEqualTo(503);
        assertThat(call().statusCode()).isEqualTo(503);
        assertThat(call().statusCode()).isEqualTo(200);
    }

    @Test
    void playsTheQueueInOrderThenBehavesAsUsual() {
        chutes.emulator().enqueue(Reply.capacity(), Reply.of(500), Reply.video());
        assertThat(call().statusCode()).isEqualTo(429);
        assertThat(call().statusCode()).isEqualTo(500);
        assertThat(call().body()).isEqualTo(call().body());
    }

    @Test
    void followsARuleUntilReset() {
        chutes.emulator()
                .when(request -> "fox".equals(request.json().get("prompt")))
                .thenReply(Reply.of(418));
        assertThat(call().statusCode()).isEqualTo(418);
        assertThat(call().statusCode()).isEqualTo(418);
        assertThat(Calls.post(chutes.emulator(), "/text2video", "{\"prompt\":\"dog\"}")
                        .statusCode())
                .isEqualTo(200);
        chutes.emulator().reset();
        assertThat(call().statusCode()).isEqualTo(200);
    }

    @Test
    void sendsAVideoOfAnySizeWhoseBoxesAddUp() {
        chutes.emulator().enqueue(Reply.videoOfSize(3_000_001));
        byte[] body = call().body();
        assertThat(body).hasSize(3_000_001);
        ByteBuffer boxes = ByteBuffer.wrap(body);
        assertThat(boxes.getInt(0)).isEqualTo(24);
        assertThat(boxes.getInt(24)).isEqualTo(1);
        assertThat(24 + boxes.getLong(32)).isEqualTo(body.length);
        assertThatIllegalArgumentException().isThrownBy(() -> Reply.videoOfSize(39));
    }

    @Test
    void sendsAnErrorBodyOfTenMegabytes() {
        chutes.emulator().enqueue(Reply.of(500, "text/plain", new byte[10_000_000]));
        assertThat(call().body()).hasSize(10_000_000);
    }

    @Test
    void writesNoMoreThanTheClientTakes() throws IOException {
        chutes.emulator().enqueue(Reply.videoOfSize(1L << 40));
        try (Wire wire = new Wire(chutes.emulator())) {
            wire.post().readTo("\r\n\r\n");
            RecordedRequest request = chutes.emulator().takeRequest(Calls.SOON);
            assertThat(request.bytesWritten()).isLessThan(64L * 1024 * 1024);
            assertThat(request.end()).isEqualTo(ExchangeEnd.IN_PROGRESS);
        }
    }

    @Test
    void answersPipelinedRequestsOneAfterTheOther() throws IOException {
        chutes.emulator().enqueue(VIDEO.withDelay(Duration.ofMillis(30)), Reply.of(418));
        try (Wire wire = new Wire(chutes.emulator())) {
            assertThat(wire.post().post().readTo("418")).startsWith("HTTP/1.1 200 OK");
        }
    }

    private static HttpResponse<byte[]> call() {
        return Calls.post(chutes.emulator(), "/text2video", Wire.JSON);
    }

    /** Play a reply that ends on the emulator's side. */
    private static Received play(Reply reply) throws IOException {
        chutes.emulator().enqueue(reply);
        try (Wire wire = new Wire(chutes.emulator())) {
            wire.post();
            chutes.emulator().takeRequest(Calls.SOON).awaitEnd(Calls.SOON);
            return wire.readUntilSilence(Duration.ofMillis(50));
        }
    }

    /** Play a reply that never ends. */
    private static Received playOn(Reply reply) throws IOException {
        chutes.emulator().enqueue(reply);
        try (Wire wire = new Wire(chutes.emulator())) {
            wire.post();
            chutes.emulator().takeRequest(Calls.SOON);
            return wire.readUntilSilence(Duration.ofMillis(500));
        }
    }
}
