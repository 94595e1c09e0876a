package io.github.reactorchutes.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FieldTests {

    private static final Image IMAGE = Image.bytes(new byte[] {1, 2, 3}).withoutCheck();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fps | 81.0 | fps must be between 16 and 60 but was 81",
                "fps | 16.5 | fps must be a whole number but was '16.5'",
                "fps | many | fps must be a whole number but was 'many'",
                "fps | 12345678901234567890123456789012345678901 | fps must be a whole number",
                "seed | 9223372036854775808 | seed must be a whole number but was '9223372036854775808'",
                "seed | 1e999999999 | seed must be a whole number but was '1e999999999'",
                "guidance_scale | NaN | guidance_scale must be a number but was 'NaN'",
                "guidance_scale | 1e999 | guidance_scale must be a finite number but was Infinity",
                "guidance_scale | 8 | guidance_scale must be between 1 and 7.5 but was 8",
                "resolution | 1*1 | resolution must be one of 1280*720, 720*1280, 832*480, 480*832, 1024*1024",
                "prompt | ' ' | prompt must not be blank"
            })
    void namesItselfAndItsBoundWhenItRefusesAText(String key, String text, String message) {
        Field field = field(Endpoint.TEXT_TO_VIDEO, key);

        assertThatExceptionOfType(InvalidVideoRequestException.class)
                .isThrownBy(() -> field.check(text))
                .withMessage(message)
                .satisfies(error -> assertThat(error.field()).isEqualTo(key));
    }

    @Test
    void readsTextAsItsTypeIsSent() {
        assertThat(field(Endpoint.TEXT_TO_VIDEO, "fps").check(" 24.0 ")).isEqualTo(24L);
        assertThat(field(Endpoint.TEXT_TO_VIDEO, "seed").check("-7")).isEqualTo(-7L);
        assertThat(field(Endpoint.TEXT_TO_VIDEO, "guidance_scale").check("5")).isEqualTo(5.0);
        assertThat(field(Endpoint.FAST_IMAGE_TO_VIDEO, "fast").check("FALSE")).isEqualTo(false);
        assertThat(field(Endpoint.TEXT_TO_VIDEO, "prompt").check(7)).isEqualTo("7");
        assertThat(field(Endpoint.FAST_IMAGE_TO_VIDEO, "resolution").check(FastResolution.P720))
                .isEqualTo("720p");
    }

    @Test
    void refusesWhatIsOfAnotherKind() {
        assertRefused("prompt", List.of("a"), "prompt must be a single value");
        assertRefused("fast", "maybe", "fast must be true or false but was 'maybe'");
        assertRefused("image", "fox.png", "image must be an image");
        assertRefused("frames", 3_000_000_000L, "frames must be a whole number of 32 bits but was '3000000000'");
    }

    @Test
    @SuppressWarnings("NullAway")
    void refusesNull() {
        assertRefused("seed", null, "seed must not be null");
    }

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.request.Endpoint#known")
    void takesItsOwnDefaultAndBounds(Endpoint endpoint) {
        assertThat(endpoint.fields()).extracting(Field::key).doesNotHaveDuplicates();
        for (Field field : endpoint.fields()) {
            assertThat(field.description()).isNotBlank().doesNotEndWith(".");
            if (field.defaultValue() != null) {
                assertThat(field.check(field.defaultValue()).toString()).startsWith(field.defaultValue());
            }
            if (field.type() == Field.Type.INTEGER && field.min() != null && field.max() != null) {
                assertThat(field.check(field.min())).isEqualTo(field.min().longValueExact());
                assertThat(field.check(field.max())).isEqualTo(field.max().longValueExact());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void ofARequestMakeTheSameRequest(VideoRequest request) {
        VideoRequest again = VideoRequest.of(request.endpoint(), request.fields());

        assertThat(again).isEqualTo(request).hasSameHashCodeAs(request).hasSameClassAs(request);
        assertThat(again.fields()).containsExactlyEntriesOf(request.fields());
    }

    @Test
    void ofAFormMakeARequestWithWhatIsExtra() {
        VideoRequest request = VideoRequest.of(
                Endpoint.FAST_IMAGE_TO_VIDEO,
                Map.of("image", IMAGE, "frames", "22", "fast", "false", "prompt", "a fox", "style", "noir"));

        assertThat(request)
                .isEqualTo(FastImageToVideoRequest.builder("a fox", IMAGE)
                        .frames(22)
                        .fast(false)
                        .extraField("style", "noir")
                        .build());
    }

    @Test
    void areNeverLeftOutIfTheyAreRequired() {
        assertThatExceptionOfType(InvalidVideoRequestException.class)
                .isThrownBy(() -> VideoRequest.of(Endpoint.IMAGE_TO_VIDEO, Map.of("prompt", "a fox")))
                .withMessage("image_b64 is missing");
    }

    @Test
    void ofAnotherChuteAreNotChecked() {
        Endpoint mine = Endpoint.of("mine", URI.create("https://mine.chutes.ai/x"));

        assertThat(mine.fields()).isEmpty();
        assertThat(VideoRequest.of(mine, Map.of("fps", 1, "picture", IMAGE)))
                .isEqualTo(ChuteRequest.builder(mine)
                        .field("fps", 1)
                        .image("picture", IMAGE)
                        .build());
        assertThat(VideoRequest.of(mine, Map.of("first", IMAGE, "last", IMAGE)))
                .isEqualTo(ChuteRequest.builder(mine)
                        .image("first", IMAGE)
                        .image("last", IMAGE)
                        .build());
    }

    private static void assertRefused(String key, Object value, String message) {
        assertThatExceptionOfType(InvalidVideoRequestException.class)
                .isThrownBy(() -> field(Endpoint.FAST_IMAGE_TO_VIDEO, key).check(value))
                .withMessage(message);
    }

    private static Field field(Endpoint endpoint, String key) {
        return endpoint.fields().stream()
                .filter(field -> field.key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
