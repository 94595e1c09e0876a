package io.github.reactorchutes.examples.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ExchangeEnd;
import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.RecordedRequest;
import io.github.reactorchutes.test.Reply;
import java.io.IOException;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Images of videos that are streamed: passed on while they arrive, once. */
class UploadTests extends GatewayTest {

    private static final String PATH = "/videos/stream";

    private static final String END = "\r\n--edge--\r\n";

    @Test
    void passesAnImageOnWhileItArrives() throws IOException {
        byte[] image = large();
        try (RawCall visitor = begin(announced(image.length), image.length, END)) {
            visitor.send(Arrays.copyOf(image, image.length / 2));
            RecordedRequest upstream = awaitHead();
            assertThat(upstream.bodyComplete()).isFalse();
            assertThat(files()).isEmpty();

            visitor.send(Arrays.copyOfRange(image, image.length / 2, image.length));
            visitor.send(bytes(END));
            assertThat(visitor.readAll()).startsWith("HTTP/1.1 200 OK");
            assertThat(upstream.image().orElseThrow().size()).isEqualTo(image.length);
            assertThat(upstream.json()).containsEntry("prompt", "it looks up");
        }
    }

    @Test
    void takesTheSizeFromThePartAsWell() throws IOException {
        byte[] image = picture();
        String start = part("prompt", "it looks up")
                + "--edge\r\nContent-Disposition: form-data; name=\"image\"; filename=\"fox.png\"\r\nContent-Length: "
                + image.length + "\r\n\r\n";
        try (RawCall visitor = begin(start, image.length, END)) {
            visitor.send(image);
            visitor.send(bytes(END));
            assertThat(visitor.readAll()).startsWith("HTTP/1.1 200 OK");
        }
        assertThat(emulator.takeRequest(SOON).image().orElseThrow().decoded()).isTrue();
    }

    @Test
    void refusesASizeThatIsUnknownTooLargeOrNoNumber() throws IOException {
        assertThat(answer(part("prompt", "it looks up") + image())).startsWith("HTTP/1.1 411");
        assertThat(answer(announced(200 * 1024 + 1))).startsWith("HTTP/1.1 413");
        assertThat(answer(announced(0))).startsWith("HTTP/1.1 400").contains("\"field\":\"image\"");
        assertThat(answer(part("prompt", "it looks up") + part("imageSize", "much") + image()))
                .startsWith("HTTP/1.1 400")
                .contains("\"field\":\"imageSize\"");
        assertThat(emulator.requestCount()).isZero();
    }

    @Test
    void paysNothingForAnImageOfAnotherSizeThanAnnounced() throws IOException {
        int size = large().length;
        assertThat(answer(announced(9))).startsWith("HTTP/1.1 400").contains("as it was announced");
        assertThat(answer(announced(size - 1))).startsWith("HTTP/1.1 400").contains("as it was announced");
        assertThat(answer(announced(size + 1))).startsWith("HTTP/1.1 400").contains("as it was announced");
        assertThat(emulator.requests()).noneMatch(RecordedRequest::bodyComplete);
    }

    @Test
    void paysNothingForAFormThatGoesOnAfterItsImage() throws IOException {
        byte[] image = large();
        String more = "\r\n" + part("frames", "90") + "--edge--\r\n";
        try (RawCall visitor = begin(announced(image.length), image.length, more)) {
            visitor.send(image);
            visitor.send(bytes(more));
            assertThat(visitor.readAll()).startsWith("HTTP/1.1 400").contains("\"field\":\"frames\"");
        }
        assertThat(emulator.requests()).noneMatch(RecordedRequest::bodyComplete);
    }

    @Test
    void breaksOffWhenTheVisitorLeavesInTheMiddle() throws IOException {
        byte[] image = large();
        try (RawCall visitor = begin(announced(image.length), image.length, END)) {
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
        try (RawCall visitor = begin(announced(image.length), image.length, END)) {
            visitor.send(Arrays.copyOf(image, image.length / 2));
            assertThat(visitor.readAll()).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void leavesTryingAgainToTheVisitorWhoHasTheImage() throws IOException {
        emulator.enqueue(Reply.coldStart());
        assertThat(answer(announced(large().length)))
                .startsWith("HTTP/1.1 503")
                .containsIgnoringCase("\r\nretry-after: ");
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    /** Send a whole form and return the answer. */
    private String answer(String start) throws IOException {
        byte[] image = large();
        try (RawCall visitor = begin(start, image.length, END)) {
            visitor.send(image);
            visitor.send(bytes(END));
            return visitor.readAll();
        }
    }

    private RawCall begin(String start, int imageSize, String end) throws IOException {
        RawCall visitor = RawCall.begin(
                port, PATH, "multipart/form-data; boundary=edge", start.length() + (long) imageSize + end.length());
        visitor.send(bytes(start));
        return visitor;
    }

    private RecordedRequest awaitHead() {
        Awaitility.await().atMost(SOON).until(() -> emulator.requestCount() == 1);
        return emulator.requests().get(0);
    }

    private static String announced(int imageSize) {
        return part("prompt", "it looks up") + part("imageSize", String.valueOf(imageSize)) + image();
    }

    private static String part(String name, String value) {
        return "--edge\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static String image() {
        return "--edge\r\nContent-Disposition: form-data; name=\"image\"; filename=\"fox.png\"\r\n\r\n";
    }

    /** A picture with much behind its end, which decoders leave alone. */
    private static byte[] large() throws IOException {
        return Arrays.copyOf(picture(), 150_000);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
