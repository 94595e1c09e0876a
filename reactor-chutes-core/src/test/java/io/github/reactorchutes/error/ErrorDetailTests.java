package io.github.reactorchutes.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.error.ChutesResponseException.Reason;
import io.github.reactorchutes.request.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for the words of an answer, and how much of them. */
class ErrorDetailTests {

    @Test
    void joinsTheMessagesOfAList() {
        ChutesResponseException failure = answer(
                422,
                "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"Field required\"},{\"msg\":\"\"},"
                        + "{\"type\":\"missing\"},\"too long\"]}");

        assertThat(failure.detail()).isEqualTo("Field required; too long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"detail\":null}",
                "{\"detail\":7}",
                "{\"detail\":{}}",
                "{\"detail\":[]}",
                "{\"detail\":[{}]}",
                "{\"detail\":\"\"}",
                "{\"detail\":\" \"}",
                "{\"detail\":{\"message\":\"\"}}",
                "Invalid request: ",
                "<html><title> </title></html>",
                "<html></html>"
            })
    void isNothingWhereNothingIsSaid(String body) {
        ChutesResponseException failure = answer(422, body);

        assertThat(failure.detail()).isNull();
        assertThat(failure).hasMessageEndingWith("the server answered 422");
        assertThat(failure.excerpt()).isEqualTo(body);
    }

    @Test
    void unwrapsFourLayersAndNoMore() {
        assertThat(answer(400, wrapped("enough", 4)).detail()).isEqualTo("enough");
        assertThat(answer(400, wrapped("enough", 6)).detail()).isEqualTo(wrapped("enough", 2));
    }

    @Test
    void namesTheTypeOfWhatIsNoVideo() {
        ChutesResponseException page =
                answer(200, Map.of("content-type", List.of("text/html")), "<title>Welcome</title>", "");
        ChutesResponseException nothing = answer(200, "");

        assertThat(page.reason()).isEqualTo(Reason.NOT_A_VIDEO);
        assertThat(page).hasMessageEndingWith("the server answered 200 with text/html instead of a video: Welcome");
        assertThat(nothing).hasMessageEndingWith("the server answered 200 with no content type instead of a video");
    }

    @Test
    void isCutInTheMessageAlone() {
        String fits = "x".repeat(300);

        assertThat(answer(400, fits)).hasMessageEndingWith(": " + fits);
        assertThat(answer(400, fits + "y")).hasMessageEndingWith(": " + fits + "...");
        assertThat(answer(400, fits + "y").detail()).isEqualTo(fits + "y");
    }

    /** What is shorter would take other words with it. */
    @Test
    void keepsATokenTooShortToBeOne() {
        assertThat(answer(400, Map.of(), "the word is sesame77", "sesame77").detail())
                .isEqualTo("the word is ***");
        assertThat(answer(400, Map.of(), "the word is sesame7", "sesame7").detail())
                .isEqualTo("the word is sesame7");
    }

    private static String wrapped(String text, int layers) {
        String body = text;
        for (int i = 0; i < layers; i++) {
            body = "{\"detail\":\"" + body.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
        }
        return body;
    }

    private static ChutesResponseException answer(int status, String body) {
        return answer(status, Map.of(), body, "");
    }

    private static ChutesResponseException answer(
            int status, Map<String, List<String>> headers, String body, String token) {
        return ChutesResponseException.of(
                Endpoint.TEXT_TO_VIDEO, status, headers, body.getBytes(StandardCharsets.UTF_8), token);
    }
}
