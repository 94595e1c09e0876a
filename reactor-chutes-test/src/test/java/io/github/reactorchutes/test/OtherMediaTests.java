package io.github.reactorchutes.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import io.github.reactorchutes.tools.Media;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OtherMediaTests {

    /** What ffmpeg warns of in every mono WAV without a channel mask. */
    private static final String ANY_MONO_WAV = "Guessed Channel Layout for Input Stream #0.0 : mono\n";

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    @Test
    void answersAPlayableWebm() {
        byte[] clip = generate("/harbor-text-to-webm/render", "{\"prompt\":\"fox\"}", "video/webm");

        assertThat(Media.of(clip).shape()).isEqualTo("320,180,8/1,16");
        assertThat(Media.errors(clip)).isEmpty();
    }

    @Test
    void answersAnImageOfTheSizeAskedFor() {
        byte[] image =
                generate("/harbor-painter/generate", "{\"prompt\":\"fox\",\"width\":320,\"height\":256}", "image/png");

        assertThat(Media.of(image)).extracting(Media::width, Media::height).containsExactly(320, 256);
        assertThat(Media.errors(image)).isEmpty();
    }

    @Test
    void usesTheDefaultsOfTheSchema() {
        byte[] image = generate("/harbor-painter/generate", "{\"prompt\":\"fox\",\"width\":256}", "image/png");

        assertThat(Media.of(image)).extracting(Media::width, Media::height).containsExactly(256, 512);
    }

    @Test
    void answersASoundAsLongAsItsText() {
        byte[] brief = generate("/harbor-speaker/speak", "{\"text\":\"hi\"}", "audio/wav");
        byte[] longer = generate("/harbor-speaker/speak", "{\"text\":\"hello there\"}", "audio/wav");

        assertThat(Media.errors(brief)).isIn("", ANY_MONO_WAV);
        assertThat(longer).hasSizeGreaterThan(brief.length);
    }

    @Test
    void answersAVideoBetweenTwoImages() {
        byte[] clip = generate(
                "/harbor-first-last-frame/animate",
                "{\"prompt\":\"fox\",\"first_image_b64\":\"iVBORw0KGgo=\",\"frames\":17,\"fps\":8}",
                "video/mp4");

        assertThat(Media.of(clip)).extracting(Media::frames, Media::rate).containsExactly(17, "8/1");
    }

    @Test
    void answersAVideoDeclaredAsText() {
        byte[] clip = generate("/harbor-keyframes/generate", "{\"prompt\":\"fox\",\"frames\":9}", "text/plain");

        assertThat(Media.of(clip).frames()).isEqualTo(9);
    }

    @Test
    void answersASingleFrameAsAnImage() {
        byte[] image = generate("/text2video", "{\"prompt\":\"fox\",\"single_frame\":true}", "image/png");

        assertThat(Media.of(image)).extracting(Media::width, Media::height).containsExactly(832, 480);
    }

    @Test
    void scriptsTheFramingOfOtherMedia() {
        chutes.emulator().enqueue(Reply.video().withContentLength());

        byte[] clip = generate("/harbor-text-to-webm/render", "{\"prompt\":\"fox\"}", "video/webm");

        assertThat(clip).isEqualTo(WebmClip.bytes());
    }

    private static byte[] generate(String path, String json, String contentType) {
        HttpResponse<byte[]> response = Calls.post(chutes.emulator(), path, json);
        assertThat(response.statusCode()).as(Calls.text(response)).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains(contentType);
        assertThat(response.headers().firstValue("X-Chutes-InvocationID")).isPresent();
        return response.body();
    }
}
