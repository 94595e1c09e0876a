package io.github.reactorchutes.request;

import static io.github.reactorchutes.upload.SentBodies.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FastImageToVideoRequestTests {

    private static final Image IMAGE = Image.bytes(new byte[] {1, 2, 3}).withoutCheck();

    @Test
    void sendsEveryFieldInTheOrderOfTheContractAndTheImageLast() {
        FastImageToVideoRequest request = FastImageToVideoRequest.builder("fox", IMAGE)
                .extraField("b", 1)
                .extraField("a", 2)
                .fast(false)
                .seed(9)
                .guidanceScale2(1)
                .guidanceScale(0.5)
                .frames(21)
                .fps(24)
                .resolution(FastResolution.P720)
                .negativePrompt("blurry")
                .build();

        assertThat(json(request))
                .isEqualTo("{\"prompt\":\"fox\",\"negative_prompt\":\"blurry\",\"resolution\":\"720p\",\"fps\":24,"
                        + "\"frames\":21,\"guidance_scale\":0.5,\"guidance_scale_2\":1.0,\"seed\":9,\"fast\":false,"
                        + "\"b\":1,\"a\":2,\"image\":\"AQID\"}");
        assertThat(request.endpoint()).isEqualTo(Endpoint.FAST_IMAGE_TO_VIDEO);
    }

    @Test
    void givesItsValuesBack() {
        FastImageToVideoRequest request = FastImageToVideoRequest.builder("fox", IMAGE)
                .negativePrompt("blurry")
                .resolution("480p")
                .fps(16)
                .frames(22)
                .guidanceScale(1)
                .guidanceScale2(2)
                .seed(3)
                .fast(true)
                .extraField("x", 1)
                .build();

        assertThat(request.prompt()).isEqualTo("fox");
        assertThat(request.image()).isSameAs(IMAGE);
        assertThat(request.negativePrompt()).isEqualTo("blurry");
        assertThat(request.resolution()).isEqualTo(FastResolution.P480);
        assertThat(request.fps()).isEqualTo(16);
        assertThat(request.frames()).isEqualTo(22);
        assertThat(request.guidanceScale()).isEqualTo(1.0);
        assertThat(request.guidanceScale2()).isEqualTo(2.0);
        assertThat(request.seed()).isEqualTo(3L);
        assertThat(request.fast()).isTrue();
        assertThat(request.extraFields()).containsOnlyKeys("x");
    }

    @Test
    void leavesOutWhatIsNotSet() {
        FastImageToVideoRequest request =
                FastImageToVideoRequest.builder("fox", IMAGE).build();

        assertThat(json(request)).isEqualTo("{\"prompt\":\"fox\",\"image\":\"AQID\"}");
        assertThat(request.negativePrompt()).isNull();
        assertThat(request.resolution()).isNull();
        assertThat(request.fps()).isNull();
        assertThat(request.frames()).isNull();
        assertThat(request.guidanceScale()).isNull();
        assertThat(request.guidanceScale2()).isNull();
        assertThat(request.seed()).isNull();
        assertThat(request.fast()).isNull();
    }

    @Test
    void enforcesTheLengthOfThePromptInCharactersNotInChars() {
        assertThatCode(() -> prompt("fox")).doesNotThrowAnyException();
        assertThatCode(() -> prompt("🦊".repeat(16_384))).doesNotThrowAnyException();
        assertThatExceptionOfType(InvalidVideoRequestException.class)
                .isThrownBy(() -> prompt("🦊🦊"))
                .withMessage("prompt must have between 3 and 16384 characters but has 2");
        assertThatExceptionOfType(InvalidVideoRequestException.class).isThrownBy(() -> prompt("x".repeat(16_385)));
        assertThatExceptionOfType(InvalidVideoRequestException.class).isThrownBy(() -> prompt("    "));
    }

    @Test
    void passesWhatIsOnlyAdvertised() {
        FastImageToVideoRequest request = FastImageToVideoRequest.builder("fox", IMAGE)
                .fps(25)
                .frames(141)
                .guidanceScale(-1)
                .guidanceScale2(10.5)
                .build();

        assertThat(json(request))
                .contains("\"fps\":25,\"frames\":141,\"guidance_scale\":-1.0,\"guidance_scale_2\":10.5");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void refusesAGuidanceScaleThatIsNotFinite(double value) {
        FastImageToVideoRequest.Builder builder = FastImageToVideoRequest.builder("fox", IMAGE);

        assertThatExceptionOfType(InvalidVideoRequestException.class)
                .isThrownBy(() -> builder.guidanceScale(value))
                .withMessageStartingWith("guidance_scale must be a finite number");
        assertThatExceptionOfType(InvalidVideoRequestException.class)
                .isThrownBy(() -> builder.guidanceScale2(value))
                .withMessageStartingWith("guidance_scale_2 must be a finite number");
    }

    @ParameterizedTest
    @EnumSource
    void takesEveryResolutionBySpelling(FastResolution resolution) {
        assertThat(FastImageToVideoRequest.builder("fox", IMAGE)
                        .resolution(resolution.value())
                        .build()
                        .resolution())
                .isEqualTo(resolution);
    }

    @Test
    void listsTheResolutionsWhenOneIsUnknown() {
        assertThatExceptionOfType(InvalidVideoRequestException.class)
                .isThrownBy(() -> FastImageToVideoRequest.builder("fox", IMAGE).resolution("832*480"))
                .withMessage("resolution must be one of 480p, 720p");
    }

    @Test
    void takesAUrlAsItIs() {
        Image url = Image.url("https://example.com/a%20fox.png?x=1&y=%22");

        assertThat(json(FastImageToVideoRequest.builder("fox", url).build()))
                .isEqualTo("{\"prompt\":\"fox\",\"image\":\"https://example.com/a%20fox.png?x=1&y=%22\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image", "fast", "guidance_scale_2", "stream"})
    void refusesAnExtraFieldThatIsNotExtra(String name) {
        assertThatExceptionOfType(InvalidVideoRequestException.class)
                .isThrownBy(() -> FastImageToVideoRequest.builder("fox", IMAGE).extraField(name, 1))
                .satisfies(e -> assertThat(e.field()).isEqualTo(name));
    }

    @Test
    void isEqualByOptionsAndImageInstance() {
        FastImageToVideoRequest request =
                FastImageToVideoRequest.builder("fox", IMAGE).fps(16).build();

        assertThat(request.toBuilder().build()).isEqualTo(request).hasSameHashCodeAs(request);
        assertThat(request.toBuilder().image(Image.base64("AQID")).build()).isNotEqualTo(request);
        assertThat(request).hasToString("FastImageToVideoRequest[prompt=3 chars, fps=16, image=Image[3 bytes]]");
    }

    private static FastImageToVideoRequest prompt(String prompt) {
        return FastImageToVideoRequest.builder(prompt, IMAGE).build();
    }
}
