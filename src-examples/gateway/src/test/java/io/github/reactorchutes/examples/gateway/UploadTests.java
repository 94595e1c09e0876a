package io.github.reactorchutes.examples.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ExchangeEnd;
import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.RecordedRequest;
import io.github.reactorchutes.test.Reply;
import java.io.IOException;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Images that are the body of a request: passed on while they arrive, once. */
class UploadTests extends GatewayTest {

    private static final String FORM = "prompt=it+looks+up&frames=90";

    @Test
    void passesAnImageOnWhileItArrives() throws IOException {
        byte[] image = large();
        try (RawCall visitor = begin(FORM, image.length)) {
            visitor.send(Arrays.copyOf(image, image.length / 2));
            RecordedRequest upstream = awaitHead();
            assertThat(upstream.bodyComplete()).isFalse();
            assertThat(files()).isEmpty();

            visitor.send(Arrays.copyOfRange(image, image.length / 2, image.length));
            assertThat(visitor.readAll()).startsWith("HTTP/1.1 200 OK");
            assertThat(upstream.image().orElseThrow().size()).isEqualTo(image.length);
            assertThat(upstream.json()).containsEntry("prompt", "it looks up").containsEntry("frames", 90);
        }
    }

    @Test
    void takesAFormOfManyLongCharacters() throws IOException {
        assertThat(answer("prompt=" + "%E2%82%AC".repeat(100) + "&negative_prompt=" + "%E2%82%AC".repeat(100), large()))
                .startsWith("HTTP/1.1 200 OK");
        assertThat(emulator.takeRequest(SOON).json()).containsEntry("prompt", "\u20ac".repeat(100));
    }

    @Test
    void refusesASizeThatIsUnknownOrTooLarge() throws IOException {
        try (RawCall visitor = RawCall.begin(
                port,
                "/videos/stream",
                "Content-Type: image/png",
                "Generation: " + FORM,
                "Transfer-Encoding: chunked")) {
            assertThat(visitor.readAll()).startsWith("HTTP/1.1 411");
        }
        try (RawCall visitor = begin(FORM, 200 * 1024 + 1)) {
            assertThat(visitor.readAll()).startsWith("HTTP/1.1 413");
        }
        assertThat(emulator.requestCount()).isZero();
    }

    @Test
    void refusesWhatIsInvalidBeforeAnythingIsSent() throws IOException {
        assertThat(answer(FORM, new byte[0])).startsWith("HTTP/1.1 400").contains("\"field\":\"image\"");
        assertThat(answer("", large())).startsWith("HTTP/1.1 400").contains("\"field\":\"prompt\"");
        assertThat(answer("prompt=a+fox&frames=many", large()))
                .startsWith("HTTP/1.1 400")
                .contains("\"field\":\"frames\"");
        assertThat(answer("prompt=%zz", large())).startsWith("HTTP/1.1 400");
        assertThat(emulator.requestCount()).isZero();
    }

    /** The request is never whole, so that no generation begins and is paid. */
    @Test
    void breaksOffWhenTheImageIsNone() throws IOException {
        assertThat(answer(FORM, "%PDF-1.7 and more".getBytes(US_ASCII)))
                .startsWith("HTTP/1.1 400")
                .contains("\"field\":\"image\"");
        assertThat(emulator.requests()).noneMatch(RecordedRequest::bodyComplete);
    }

    @Test
    void breaksOffWhenTheVisitorLeavesInTheMiddle() throws IOException {
        byte[] image = large();
        try (RawCall visitor = begin(FORM, image.length)) {
            visitor.send(Arrays.copyOf(image, image.length / 2));
            awaitHead();
        }
        RecordedRequest upstream = emulator.requests().get(0);
        assertThat(upstream.awaitEnd(SOON)).isIn(ExchangeEnd.CLIENT_CLOSED, ExchangeEnd.CLIENT_RESET);
        assertThat(upstream.bodyComplete()).isFalse();
    }

    @Test
    void passesOnARefusalThatDoesNotWaitForTheImage() throws IOException {
        emulator.enqueue(PlatformError.BODY_TOO_LARGE.reply().beforeUpload());
        byte[] image = large();
        try (RawCall visitor = begin(FORM, image.length)) {
            visitor.offer(Arrays.copyOf(image, image.length / 2));
            assertThat(visitor.readAll()).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void leavesTryingAgainToTheVisitorWhoHasTheImage() throws IOException {
        emulator.enqueue(Reply.coldStart());
        assertThat(answer(FORM, large())).startsWith("HTTP/1.1 503").containsIgnoringCase("\r\nretry-after: ");
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    private String answer(String form, byte[] image) throws IOException {
        try (RawCall visitor = begin(form, image.length)) {
            visitor.offer(image);
            return visitor.readAll();
        }
    }

    private RawCall begin(String form, int length) throws IOException {
        return RawCall.begin(
                port, "/videos/stream", "Content-Type: image/png", "Generation: " + form, "Content-Length: " + length);
    }

    private RecordedRequest awaitHead() {
        Awaitility.await().atMost(SOON).until(() -> emulator.requestCount() == 1);
        return emulator.requests().get(0);
    }

    /** A picture with much behind its end, which decoders leave alone. */
    private static byte[] large() throws IOException {
        return Arrays.copyOf(picture(), 150_000);
    }
}
