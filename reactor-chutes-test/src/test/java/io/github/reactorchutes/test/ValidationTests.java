package io.github.reactorchutes.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTests {

    private static final String IMAGE = "\"iVBORw0KGgo=\"";

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"resolution\":\"1280*720\"",
                "\"resolution\":\"720*1280\"",
                "\"resolution\":\"480*832\"",
                "\"resolution\":\"1024*1024\"",
                "\"fps\":16,\"frames\":81,\"steps\":10,\"guidance_scale\":1,\"sample_shift\":1",
                "\"fps\":60,\"frames\":241,\"steps\":30,\"guidance_scale\":7.5,\"sample_shift\":7",
                "\"fps\":24.0,\"seed\":-1,\"negative_prompt\":\"\"",
                "\"unknown\":null,\"image\":5"
            })
    void acceptsWhatTextToVideoAllows(String fields) {
        assertVideo(text(fields));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"resolution\":\"480p\"",
                "\"resolution\":\"833*480\"",
                "\"fps\":15",
                "\"fps\":61",
                "\"fps\":24.5",
                "\"fps\":\"24\"",
                "\"frames\":80",
                "\"frames\":242",
                "\"steps\":9",
                "\"steps\":31",
                "\"guidance_scale\":0.9",
                "\"guidance_scale\":7.6",
                "\"sample_shift\":0.5",
                "\"sample_shift\":8",
                "\"seed\":1.5",
                "\"negative_prompt\":7"
            })
    void refusesWhatTextToVideoForbids(String fields) {
        assertError(text(fields), PlatformError.INVALID_INPUT);
        assertThat(fields.contains("resolution") || image(fields).statusCode() == 400)
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prompt",
                "negative_prompt",
                "resolution",
                "fps",
                "frames",
                "steps",
                "guidance_scale",
                "seed",
                "sample_shift"
            })
    void failsOnNullInAKnownFieldOfWan21(String field) {
        String json = "{\"prompt\":\"fox\",\"%s\":null}".formatted(field);
        assertError(Calls.post(chutes.emulator(), "/text2video", json), PlatformError.INTERNAL_SERVER_ERROR);
    }

    @Test
    void failsOnANullImage() {
        assertError(
                Calls.post(chutes.emulator(), "/image2video", "{\"prompt\":\"fox\",\"image_b64\":null}"),
                PlatformError.INTERNAL_SERVER_ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"fps\":24}", "{\"prompt\":7}"})
    void needsAPrompt(String json) {
        assertError(Calls.post(chutes.emulator(), "/text2video", json), PlatformError.INVALID_INPUT);
    }

    @Test
    void ignoresTheResolutionOfImageToVideo() {
        assertVideo(image("\"resolution\":\"anything\""));
        assertVideo(image("\"resolution\":null"));
    }

    @Test
    void needsAnImageForImageToVideo() {
        assertError(Calls.post(chutes.emulator(), "/image2video", Wire.JSON), PlatformError.INVALID_INPUT);
    }

    @ParameterizedTest
    @CsvSource({"/image2video, image", "/generate, image_b64"})
    void needsTheImageUnderItsOwnName(String path, String otherName) {
        String json = "{\"prompt\":\"fox\",\"" + otherName + "\":" + IMAGE + "}";
        assertError(Calls.post(chutes.emulator(), path, json), PlatformError.INVALID_INPUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"example-string", "data:image/png;base64,iVBORw0KGgo=", "", "iVBORw0KGg_-", "a b="})
    void refusesAnImageThatIsNoStandardBase64(String image) {
        String json = "{\"prompt\":\"fox\",\"image_b64\":\"%s\"}".formatted(image);
        assertError(Calls.post(chutes.emulator(), "/image2video", json), PlatformError.INVALID_IMAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"resolution\":\"480p\"",
                "\"resolution\":\"720p\"",
                "\"fps\":1,\"frames\":3,\"guidance_scale\":99,\"guidance_scale_2\":-1",
                "\"fps\":120,\"frames\":200,\"fast\":false,\"seed\":7",
                "\"seed\":null,\"fast\":null"
            })
    void acceptsWhatGenerateOnlyAdvertisesAgainst(String fields) {
        assertVideo(fast("fox", "\"example-string\"", "," + fields));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"resolution\":\"832*480\"", "\"fps\":\"x\"", "\"fast\":1"})
    void refusesWhatGenerateForbids(String fields) {
        assertError(fast("fox", IMAGE, "," + fields), PlatformError.INVALID_INPUT);
    }

    @Test
    void boundsThePromptOfGenerate() {
        assertError(fast("ab", IMAGE, ""), PlatformError.INVALID_INPUT);
        assertError(fast("x".repeat(16385), IMAGE, ""), PlatformError.INVALID_INPUT);
        assertVideo(fast("abc", IMAGE, ""));
        assertVideo(fast("x".repeat(16384), IMAGE, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"https://example.org/fox.png\"", "\"data:image/png;base64,iVBORw0KGgo=\"", IMAGE})
    void acceptsAnyTextAsTheImageOfGenerate(String image) {
        assertVideo(fast("fox", image, ""));
    }

    @Test
    void needsAnImageForGenerate() {
        assertError(Calls.post(chutes.emulator(), "/generate", Wire.JSON), PlatformError.INVALID_INPUT);
        assertError(fast("fox", "null", ""), PlatformError.INVALID_INPUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "\"fox\"", "{\"prompt\":", "{\"prompt\":\"fox\"} trailing", "prompt=fox"})
    void refusesABodyThatIsNoJsonObject(String body) {
        assertError(Calls.post(chutes.emulator(), "/text2video", body), PlatformError.INVALID_JSON);
    }

    private static HttpResponse<byte[]> text(String fields) {
        return Calls.post(chutes.emulator(), "/text2video", "{\"prompt\":\"fox\"," + fields + "}");
    }

    private static HttpResponse<byte[]> image(String fields) {
        String json = "{\"prompt\":\"fox\",\"image_b64\":" + IMAGE + "," + fields + "}";
        return Calls.post(chutes.emulator(), "/image2video", json);
    }

    private static HttpResponse<byte[]> fast(String prompt, String image, String more) {
        String json = "{\"prompt\":\"" + prompt + "\",\"image\":" + image + more + "}";
        return Calls.post(chutes.emulator(), "/generate", json);
    }

    private static void assertVideo(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).as(Calls.text(response)).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("video/mp4");
    }

    private static void assertError(HttpResponse<byte[]> response, PlatformError error) {
        assertThat(Calls.text(response)).isEqualTo(error.body());
        assertThat(response.statusCode()).isEqualTo(error.status());
    }
}
