package io.github.reactorchutes.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms as programs and browsers send them, well or badly. */
class FormTests extends GatewayTest {

    private static final String MULTIPART = "multipart/form-data; boundary=b";

    private static final String FIELD = "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";

    @ParameterizedTest
    @ValueSource(strings = {"/videos", "/videos/stream"})
    void refusesAFormOfTooManyParts(String path) throws IOException {
        assertThat(answer(path, MULTIPART, FIELD.formatted("x", "1").repeat(22) + "--b--\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("more than 16 parts");
    }

    @ParameterizedTest
    @CsvSource({
        "multipart/form-data, a",
        "multipart/form-data; boundary=b, garbage",
        "multipart/form-data; boundary=b, --b",
        "multipart/form-data; boundary=b, --b--",
        "multipart/form-data; boundary=b, ''",
        "application/x-www-form-urlencoded, prompt=%zz",
        "application/x-www-form-urlencoded, %zz=a",
    })
    void refusesAFormThatIsMalformed(String type, String form) throws IOException {
        assertThat(answer("/videos", type, form)).startsWith("HTTP/1.1 400").contains("application/problem+json");
        assertThat(emulator.requestCount()).isZero();
    }

    @Test
    void refusesAFormThatIsCutOff() throws IOException {
        assertThat(answer("/videos", MULTIPART, FIELD.formatted("prompt", "a fox")))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void refusesAnImageThatIsText() throws IOException {
        String form = FIELD.formatted("prompt", "a fox") + FIELD.formatted("image", "fox.png") + "--b--\r\n";
        assertThat(answer("/videos", MULTIPART, form))
                .startsWith("HTTP/1.1 400")
                .contains("\"field\":\"image\"", "Image must be a file.");
    }

    @ParameterizedTest
    @CsvSource({"'', Image is empty.", "%PDF-1.7 and more, but is a PDF.", "iVBORw0KGgoAAAANSUhEUg, but is base64 text."
    })
    void namesNeitherFilesNorJavaMethodsToAVisitor(String image, String reason) throws IOException {
        String file = FIELD.formatted("image", image).replace("\"\r\n", "\"; filename=\"fox.png\"\r\n");
        String form = FIELD.formatted("prompt", "a fox") + file + "--b--\r\n";
        assertThat(answer("/videos", MULTIPART, form))
                .startsWith("HTTP/1.1 400")
                .contains(reason)
                .doesNotContain("chutes-gateway-", "Image.");
    }

    @Test
    void sendsAnImageThatItDoesNotRecogniseOnRequest() throws IOException {
        String file = FIELD.formatted("image", "%PDF-1.7").replace("\"\r\n", "\"; filename=\"fox.png\"\r\n");
        String form = FIELD.formatted("prompt", "a fox") + FIELD.formatted("image_check", "false") + file + "--b--\r\n";
        assertThat(answer("/videos", MULTIPART, form)).startsWith("HTTP/1.1 202");
        assertThat(emulator.takeRequest(SOON).image().orElseThrow().size()).isEqualTo(8);
    }

    @Test
    void acceptsAnImageThatIsLeftEmpty() throws IOException {
        String form = FIELD.formatted("prompt", "a fox") + FIELD.formatted("image", "") + "--b--\r\n";
        assertThat(answer("/videos", MULTIPART, form)).startsWith("HTTP/1.1 202");
    }

    @Test
    void namesNoImageWhenATextIsTooLarge() throws IOException {
        String form = FIELD.formatted("prompt", "a".repeat(100_000)) + "--b--\r\n";
        assertThat(answer("/videos", MULTIPART, form))
                .startsWith("HTTP/1.1 413")
                .contains("A text of the form is too large.");
    }

    /** A browser sends a line break as two characters and counts it as one. */
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void countsALineBreakAsOneCharacter(String lineBreak) throws IOException {
        String prompt = "a fox" + lineBreak + "x".repeat(94);
        String form = FIELD.formatted("prompt", prompt) + "--b--\r\n";
        assertThat(answer("/videos/stream", MULTIPART, form)).startsWith("HTTP/1.1 200");
        assertThat(emulator.takeRequest(SOON).json()).containsEntry("prompt", "a fox\n" + "x".repeat(94));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/videos/a/b", "/../../etc/passwd", "/static/gateway.js"})
    void namesNoPathToAVisitor(String path) throws IOException {
        try (RawCall visitor = RawCall.begin(port, path, "Content-Length: 0")) {
            assertThat(visitor.readAll()).startsWith("HTTP/1.1 4").doesNotContain("static resource", "etc/passwd");
        }
    }

    private String answer(String path, String type, String form) throws IOException {
        byte[] body = form.getBytes(StandardCharsets.UTF_8);
        try (RawCall visitor = RawCall.begin(port, path, "Content-Type: " + type, "Content-Length: " + body.length)) {
            visitor.send(body);
            return visitor.readAll();
        }
    }
}
