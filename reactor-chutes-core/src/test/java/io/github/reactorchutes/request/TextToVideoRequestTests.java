package io.github.reactorchutes.request;

import static io.github.reactorchutes.upload.SentBodies.json;
import static io.github.reactorchutes.upload.SentBodies.prepared;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.reactorchutes.upload.SentBodies;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class TextToVideoRequestTests {

    @Test
    void sendsEveryFieldInTheOrderOfTheContract() {
        TextToVideoRequest request = TextToVideoRequest.builder("a \"quoted\" fox")
                .extraField("sample_shift", 3)
                .seed(Long.MAX_VALUE)
                .guidanceScale(7.5)
                .steps(30)
                .frames(241)
                .fps(60)
                .resolution(Resolution.SQUARE)
                .negativePrompt("blurry")
                .build();

        assertThat(json(request))
                .isEqualTo("{\"prompt\":\"a \\\"quoted\\\" fox\",\"negative_prompt\":\"blurry\","
                        + "\"resolution\":\"1024*1024\",\"fps\":60,\"frames\":241,\"steps\":30,"
                        + "\"guidance_scale\":7.5,\"seed\":9223372036854775807,\"sample_shift\":3}");
        assertThat(request.endpoint()).isEqualTo(Endpoint.TEXT_TO_VIDEO);
    }

    @Test
    void givesItsValuesBack() {
        TextToVideoRequest request = TextToVideoRequest.builder("fox")
                .negativePrompt("")
                .resolution("480*832")
                .fps(16)
                .frames(81)
                .steps(10)
                .guidanceScale(1)
                .seed(-1)
                .extraField("x", true)
                .build();

        assertThat(request.prompt()).isEqualTo("fox");
        assertThat(request.negativePrompt()).isEmpty();
        assertThat(request.resolution()).isEqualTo(Resolution.PORTRAIT_SD);
        assertThat(request.fps()).isEqualTo(16);
        assertThat(request.frames()).isEqualTo(81);
        assertThat(request.steps()).isEqualTo(10);
        assertThat(request.guidanceScale()).isEqualTo(1.0);
        assertThat(request.seed()).isEqualTo(-1L);
        assertThat(request.extraFields()).containsEntry("x", true);
    }

    @Test
    void leavesOutWhatIsNotSet() {
        TextToVideoRequest request = TextToVideoRequest.builder("fox").build();

        assertThat(json(request)).isEqualTo("{\"prompt\":\"fox\"}");
        assertThat(request.negativePrompt()).isNull();
        assertThat(request.resolution()).isNull();
        assertThat(request.fps()).isNull();
        assertThat(request.frames()).isNull();
        assertThat(request.steps()).isNull();
        assertThat(request.guidanceScale()).isNull();
        assertThat(request.seed()).isNull();
        assertThat(request.extraFields()).isEmpty();
    }

    @Test
    void writesAWholeDoubleWithItsFraction() {
        assertThat(json(TextToVideoRequest.builder("fox").guidanceScale(5).build()))
                .isEqualTo("{\"prompt\":\"fox\",\"guidance_scale\":5.0}");
    }

    @ParameterizedTest
    @CsvSource({"fps, 16, 60", "frames, 81, 241", "steps, 10, 30"})
    void enforcesTheBoundsOfAnInteger(String field, int min, int max) {
        set(field, min);
        set(field, max);

        assertRefused(field, () -> set(field, min - 1), "between " + min + " and " + max + " but was " + (min - 1));
        assertRefused(field, () -> set(field, max + 1), "between " + min + " and " + max + " but was " + (max + 1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.999, 7.501, -5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void enforcesTheBoundsOfTheGuidanceScale(double value) {
        assertRefused(
                "guidance_scale", () -> TextToVideoRequest.builder("fox").guidanceScale(value), "guidance_scale must");
    }

    @Test
    void namesTheBrokenBound() {
        assertThatExceptionOfType(InvalidVideoRequestException.class)
                .isThrownBy(() -> TextToVideoRequest.builder("fox").fps(61))
                .withMessage("fps must be between 16 and 60 but was 61")
                .satisfies(e -> assertThat(e.field()).isEqualTo("fps"));
        assertThatExceptionOfType(InvalidVideoRequestException.class)
                .isThrownBy(() -> TextToVideoRequest.builder("fox").guidanceScale(8))
                .withMessage("guidance_scale must be between 1 and 7.5 but was 8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t"})
    void refusesABlankPrompt(String prompt) {
        assertRefused("prompt", () -> TextToVideoRequest.builder(prompt), "must not be blank");
    }

    @Test
    @SuppressWarnings("NullAway")
    void refusesANullPrompt() {
        assertRefused("prompt", () -> TextToVideoRequest.builder(null), "must not be null");
    }

    @ParameterizedTest
    @EnumSource
    void takesEveryResolutionByNameAndBySpelling(Resolution resolution) {
        TextToVideoRequest byValue =
                TextToVideoRequest.builder("fox").resolution(resolution).build();
        TextToVideoRequest bySpelling =
                TextToVideoRequest.builder("fox").resolution(resolution.value()).build();

        assertThat(byValue).isEqualTo(bySpelling).hasSameHashCodeAs(bySpelling);
        assertThat(json(byValue)).contains("\"resolution\":\"" + resolution + "\"");
    }

    @Test
    void listsTheResolutionsWhenOneIsUnknown() {
        assertRefused(
                "resolution",
                () -> TextToVideoRequest.builder("fox").resolution("640*480"),
                "1280*720, 720*1280, 832*480, 480*832, 1024*1024");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "prompt", "seed", "guidance_scale"})
    void refusesAnExtraFieldThatIsNotExtra(String name) {
        assertRefused(name, () -> TextToVideoRequest.builder("fox").extraField(name, 1), name);
    }

    @Test
    void explainsWhyStreamIsRefused() {
        assertRefused("stream", () -> TextToVideoRequest.builder("fox").extraField("stream", false), "event stream");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "a-b", "a b", "é"})
    void refusesAnExtraFieldWithAnInvalidName(String name) {
        assertRefused("extra field", () -> TextToVideoRequest.builder("fox").extraField(name, 1), "name that matches");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "狐 in the snow",
                "🦊🎬 \uD83D\uDC69\u200D\uD83D\uDE80",
                "\u0000\u0001\b\f\n\r\t\u001f\"\\/",
                "\u2028\u2029\uFFFF"
            })
    void writesAnyTextAsUtf8Json(String prompt) {
        TextToVideoRequest request = TextToVideoRequest.builder(prompt + "x").build();

        byte[] sent = SentBodies.bytes(request);

        assertThat(JsonMapper.shared().readTree(sent).get("prompt").stringValue())
                .isEqualTo(prompt + "x");
        assertThat(prepared(request).contentLength()).isEqualTo(sent.length);
    }

    @Test
    void writesCharactersBeyondTheBasicPlaneAsFourBytes() {
        assertThat(SentBodies.bytes(TextToVideoRequest.builder("🦊").build()))
                .isEqualTo("{\"prompt\":\"🦊\"}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void refusesAnUnpairedSurrogate() {
        assertRefused("prompt", () -> TextToVideoRequest.builder("fox \uD83E"), "unpaired surrogate");
        assertRefused(
                "negative_prompt",
                () -> TextToVideoRequest.builder("fox").negativePrompt("\uDD8A"),
                "unpaired surrogate");
    }

    @Test
    void isNotChangedByItsBuilders() {
        TextToVideoRequest.Builder builder = TextToVideoRequest.builder("fox").fps(20);
        TextToVideoRequest first = builder.build();
        TextToVideoRequest second = builder.fps(30).extraField("x", 1).build();
        TextToVideoRequest third = first.toBuilder().prompt("owl").build();

        assertThat(json(first)).isEqualTo("{\"prompt\":\"fox\",\"fps\":20}");
        assertThat(json(second)).isEqualTo("{\"prompt\":\"fox\",\"fps\":30,\"x\":1}");
        assertThat(json(third)).isEqualTo("{\"prompt\":\"owl\",\"fps\":20}");
        assertThat(first).isNotEqualTo(third).isEqualTo(first.toBuilder().build());
    }

    @Test
    void showsNeitherPromptNorExtraValues() {
        TextToVideoRequest request = TextToVideoRequest.builder("secret")
                .negativePrompt("hidden")
                .fps(20)
                .extraField("x", "private")
                .build();

        assertThat(request).hasToString("TextToVideoRequest[prompt=6 chars, negative_prompt=6 chars, fps=20, x=...]");
        assertThat(prepared(request).toString()).doesNotContain("secret", "hidden", "private");
    }

    private static TextToVideoRequest.Builder set(String field, int value) {
        TextToVideoRequest.Builder builder = TextToVideoRequest.builder("fox");
        Consumer<Integer> setter = switch (field) {
            case "fps" -> builder::fps;
            case "frames" -> builder::frames;
            default -> builder::steps;
        };
        setter.accept(value);
        return builder;
    }

    private static void assertRefused(String field, ThrowingCallable attempt, String problem) {
        assertThatExceptionOfType(InvalidVideoRequestException.class)
                .isThrownBy(attempt)
                .withMessageContaining(problem)
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }
}
