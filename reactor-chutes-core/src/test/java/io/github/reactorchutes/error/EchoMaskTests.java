package io.github.reactorchutes.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.request.Endpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server says what it likes, and some repeat what they were sent. */
class EchoMaskTests {

    private static final String PROMPT =
            "My sister's \"red\" boat\non the \u00d6resund <at dawn>, in the fog of November";

    private static final String MARK = "sister";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Invalid prompt: %s (too long)",
                "%s",
                "Invalid prompt: My sister's \"red\" boat\non the \u00d6resund...",
                "Invalid prompt: My sister's \"red\" boat on the \u00d6resund <at dawn>, in the fog of November",
                "<h1>My sister's &quot;red&quot; boat\non the \u00d6resund &lt;at dawn&gt;</h1>",
                "{\"detail\":\"no: My sister's \\\"red\\\" boat\\non the \\u00d6resund <at dawn>\"}",
                "{\"detail\":\"no: My sister's \\\"red\\\" boat\\non the \u00d6resund <at dawn>\"}",
                "{\"detail\":[{\"msg\":\"too long\",\"input\":\"My sister's \\\"red\\\" boat\\non the \\u00d6resund\"}]}",
                "and so My sister's"
            })
    void masksAnEchoHoweverItIsSpelt(String body) {
        ChutesResponseException failure = answer(body.replace("%s", PROMPT), List.of("token", PROMPT));

        assertThat(List.of(
                        failure.excerpt(),
                        String.valueOf(failure.detail()),
                        String.valueOf(failure.getMessage()),
                        failure.headers().toString()))
                .noneMatch(text -> text.contains(MARK) || text.contains("resund"));
        assertThat(failure.excerpt()).contains("***");
    }

    @Test
    void keepsWhatIsSaidAroundAnEcho() {
        ChutesResponseException failure = answer(
                "{\"detail\":\"Invalid prompt 'a red boat on the river' (too short)\"}",
                List.of("a red boat on the river"));

        assertThat(failure.detail()).isEqualTo("Invalid prompt '***' (too short)");
    }

    @Test
    void keepsWordsThatAShortPromptHasInCommonWithAnything() {
        assertThat(answer("a category is missing", List.of("a cat")).detail()).isEqualTo("a category is missing");
        assertThat(answer("all is well", List.of("", " \n ")).detail()).isEqualTo("all is well");
    }

    @Test
    void masksAnImageByItsShape() {
        byte[] image = new byte[500];
        new Random(3).nextBytes(image);
        String base64 = Base64.getEncoder().encodeToString(image);

        assertThat(answer("cannot identify " + base64 + " as an image", List.of())
                        .detail())
                .isEqualTo("cannot identify *** as an image");
        assertThat(answer("-".repeat(200) + "x".repeat(200), List.of()).detail())
                .isEqualTo("-".repeat(200) + "x".repeat(200));
    }

    @Test
    void masksWhatACauseQuotes() {
        String token = "cpk_0123456789abcdef.fedcba9876543210.Z9y8X7w6V5u4T3s2R1q0";
        NumberFormatException parser = new NumberFormatException("For input string: \"" + token + "\"");
        IOException cause = new IOException("bad head", parser);
        cause.addSuppressed(new IllegalStateException("while reading " + token));

        ChutesOutcomeUnknownException error = new ChutesOutcomeUnknownException(
                Endpoint.TEXT_TO_VIDEO, CallPhase.FIRST_BYTE, "the connection failed: " + parser.getMessage(), cause);

        Throwable shown = Objects.requireNonNull(error.getCause());
        assertThat(error).hasMessageNotContaining("0123456789");
        assertThat(shown)
                .hasMessage("java.io.IOException: bad head")
                .hasStackTraceContaining("NumberFormatException: For input string: \"***\"");
        assertThat(shown.getStackTrace()).isEqualTo(cause.getStackTrace());
        assertThat(shown.getSuppressed()).singleElement().asString().contains("while reading ***");
        assertThat(stackTrace(error)).doesNotContain("0123456789");
    }

    @Test
    void masksATokenOfAnyShapeThatIsNamed() {
        IOException cause = new IOException("Content-Length: open-sesame/17");

        assertThat(MaskedCause.of(cause, List.of("open-sesame/17")))
                .hasMessage("java.io.IOException: Content-Length: ***");
        assertThat(MaskedCause.of(cause, List.of("other-words"))).isSameAs(cause);
    }

    @Test
    void keepsACauseThatShowsNothing() {
        IOException cause = new IOException("Connection reset", new IllegalStateException());

        assertThat(new ChutesNotSentException(Endpoint.TEXT_TO_VIDEO, CallPhase.CONNECT, "no", cause).getCause())
                .isSameAs(cause);
    }

    private static String stackTrace(Throwable error) {
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }

    private static ChutesResponseException answer(String body, List<String> sent) {
        return ChutesResponseException.of(
                Endpoint.TEXT_TO_VIDEO,
                400,
                Map.of("X-Prompt", List.of(PROMPT)),
                body.getBytes(StandardCharsets.UTF_8),
                sent);
    }
}
