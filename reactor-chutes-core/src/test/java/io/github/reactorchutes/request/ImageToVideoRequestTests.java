package io.github.reactorchutes.request;

import static io.github.reactorchutes.upload.SentBodies.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageToVideoRequestTests {

    private static final Image IMAGE = Image.bytes(new byte[] {1, 2, 3, 4}).withoutCheck();

    @Test
    void sendsEveryFieldInTheOrderOfTheContractAndTheImageLast() {
        ImageToVideoRequest request = ImageToVideoRequest.builder("fox", IMAGE)
                .extraField("image", "another field here")
                .seed(7)
                .guidanceScale(2)
                .steps(11)
                .frames(82)
                .fps(17)
                .resolution("1280*720")
                .negativePrompt("blurry")
                .build();

        assertThat(json(request))
                .isEqualTo("{\"prompt\":\"fox\",\"negative_prompt\":\"blurry\",\"resolution\":\"1280*720\","
                        + "\"fps\":17,\"frames\":82,\"steps\":11,\"guidance_scale\":2.0,\"seed\":7,"
                        + "\"image\":\"another field here\",\"image_b64\":\"AQIDBA==\"}");
        assertThat(request.endpoint()).isEqualTo(Endpoint.IMAGE_TO_VIDEO);
    }

    @Test
    void givesItsValuesBack() {
        ImageToVideoRequest request =
                ImageToVideoRequest.builder("fox", IMAGE).fps(17).build();

        assertThat(request.prompt()).isEqualTo("fox");
        assertThat(request.fps()).isEqualTo(17);
        assertThat(request.image()).isSameAs(IMAGE);
        assertThat(request.steps()).isNull();
    }

    @Test
    void leavesOutWhatIsNotSet() {
        assertThat(json(ImageToVideoRequest.builder("fox", IMAGE).build()))
                .isEqualTo("{\"prompt\":\"fox\",\"image_b64\":\"AQIDBA==\"}");
    }

    @Test
    void sharesTheBoundsOfTextToVideo() {
        assertThatExceptionOfType(InvalidVideoRequestException.class)
                .isThrownBy(() -> ImageToVideoRequest.builder("fox", IMAGE).frames(80))
                .withMessage("frames must be between 81 and 241 but was 80");
    }

    @Test
    void refusesAUrl() {
        Image url = Image.url("https://example.com/fox.png");

        assertThatExceptionOfType(InvalidVideoRequestException.class)
                .isThrownBy(() -> ImageToVideoRequest.builder("fox", url))
                .withMessage("image_b64 must be image data, because this endpoint takes no URL")
                .satisfies(e -> assertThat(e.field()).isEqualTo("image_b64"));
        assertThatExceptionOfType(InvalidVideoRequestException.class)
                .isThrownBy(() -> ImageToVideoRequest.builder("fox", IMAGE).image(url));
    }

    @ParameterizedTest
    @ValueSource(strings = {"image_b64", "prompt", "resolution", "stream"})
    void refusesAnExtraFieldThatIsNotExtra(String name) {
        assertThatExceptionOfType(InvalidVideoRequestException.class)
                .isThrownBy(() -> ImageToVideoRequest.builder("fox", IMAGE).extraField(name, 1))
                .satisfies(e -> assertThat(e.field()).isEqualTo(name));
    }

    @Test
    void isEqualByOptionsAndImageInstance() {
        ImageToVideoRequest request = ImageToVideoRequest.builder("fox", IMAGE).build();

        assertThat(request.toBuilder().build()).isEqualTo(request).hasSameHashCodeAs(request);
        assertThat(request.toBuilder().image(Image.base64("AQIDBA==")).build()).isNotEqualTo(request);
        assertThat(request).hasToString("ImageToVideoRequest[prompt=3 chars, image_b64=Image[4 bytes]]");
    }
}
