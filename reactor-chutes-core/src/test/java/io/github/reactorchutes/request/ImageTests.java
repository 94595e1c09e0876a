package io.github.reactorchutes.request;

import static io.github.reactorchutes.upload.SentBodies.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AQIDBA==",
                "data:image/png;base64,AQIDBA==",
                "DATA:image/svg+xml;charset=utf-8;BASE64,AQIDBA==",
                " data:;base64,AQID\r\nBA==\n",
                "AQ ID\tBA\f==",
                "\nAQIDBA=="
            })
    void sendsBase64WithoutPrefixAndWhiteSpace(String text) {
        assertThat(sent(Image.base64(text).withoutCheck())).isEqualTo("AQIDBA==");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AQID", "AQI=", "AQ==", "+/09azAZ"})
    void takesStandardBase64(String text) {
        assertThat(sent(Image.base64(text).withoutCheck())).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "'', empty",
        "' ', empty",
        "'data:image/png;base64,', empty",
        "AQIDBA, padded",
        "AQIDBA=, padded",
        "A, padded",
        "====, alphabet",
        "AQ==AQ==, alphabet",
        "AQI-, URL-safe",
        "AQI_, URL-safe",
        "AQI?, alphabet",
        "AQIé, alphabet",
        "'data:image/png,AQID', alphabet"
    })
    void refusesOtherText(String text, String problem) {
        assertInvalid(() -> Image.base64(text), problem);
    }

    @Test
    void refusesNoBytes() {
        assertInvalid(() -> Image.bytes(new byte[0]), "empty");
        assertInvalid(() -> Image.bytes(ByteBuffer.allocateDirect(0)), "empty");
    }

    @Test
    void readsABufferBetweenPositionAndLimitWithoutMovingIt() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(10);
        buffer.position(2).put(new byte[] {1, 2, 3, 4}).flip().position(2);

        Image image = Image.bytes(buffer).withoutCheck();

        assertThat(sent(image)).isEqualTo("AQIDBA==");
        assertThat(sent(image)).isEqualTo("AQIDBA==");
        assertThat(buffer.position()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.com/fox.png, https",
        "fox.png, https",
        "https:/fox.png, host",
        "https://user:secret@example.com/fox.png, user-info",
        "'https://example.com/secret fox.png', valid URL"
    })
    void refusesAnInvalidUrlWithoutRepeatingIt(String url, String problem) {
        assertInvalid(() -> Image.url(url), problem);
    }

    @Test
    void showsNoContent() {
        assertThat(Image.bytes(new byte[5])).hasToString("Image[5 bytes]");
        assertThat(Image.base64("AQID")).hasToString("Image[4 chars of base64]");
        assertThat(Image.url("https://example.com/secret")).hasToString("Image[url]");
        assertThat(Image.file(Path.of("secret"))).hasToString("Image[file]");
    }

    private static String sent(Image image) {
        String json = json(ImageToVideoRequest.builder("x", image).build());
        return json.substring("{\"prompt\":\"x\",\"image_b64\":\"".length(), json.length() - 2);
    }

    private static void assertInvalid(ThrowingCallable attempt, String problem) {
        assertThatExceptionOfType(InvalidVideoRequestException.class)
                .isThrownBy(attempt)
                .withMessageContaining(problem)
                .withMessageNotContaining("secret")
                .satisfies(e -> assertThat(e.field()).isEqualTo("image"));
    }
}
