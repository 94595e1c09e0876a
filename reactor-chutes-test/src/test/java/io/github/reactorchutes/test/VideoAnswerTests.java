package io.github.reactorchutes.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import io.github.reactorchutes.tools.Media;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoAnswerTests {

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.of(ChutesEmulator.builder());

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /text2video  |                                             | 832  | 480  | 24/1 | 81
            /text2video  | ,"resolution":"480*832","fps":16,"frames":90| 480  | 832  | 16/1 | 90
            /text2video  | ,"resolution":"1024*1024","fps":60          | 1024 | 1024 | 60/1 | 81
            /image2video | ,"image_b64":"AAAA","resolution":"1280*720" | 832  | 480  | 24/1 | 81
            /generate    | ,"image":"example-string"                   | 832  | 480  | 16/1 | 81
            /generate    | ,"image":"AAAA","resolution":"720p","fps":24,"frames":21 | 1280 | 720 | 24/1 | 21
            """)
    void honoursResolutionRateAndFrames(String path, String more, int width, int height, String rate, int frames) {
        Media media = Media.of(video(path, more == null ? "" : more));
        assertThat(media.width()).isEqualTo(width);
        assertThat(media.height()).isEqualTo(height);
        assertThat(media.rate()).isEqualTo(rate);
        assertThat(media.frames()).isEqualTo(frames);
    }

    @Test
    void answersEqualRequestsWithEqualBytes() {
        byte[] first = video("/text2video", ",\"seed\":1,\"fps\":24");
        assertThat(video("/text2video", ",\"fps\":24,\"seed\":1")).isEqualTo(first);
        assertThat(video("/text2video", ",\"seed\":2,\"fps\":24")).isNotEqualTo(first);
        try (ChutesEmulator another = ChutesEmulator.start()) {
            String json = "{\"prompt\":\"fox\",\"seed\":1,\"fps\":24}";
            assertThat(Calls.post(another, "/text2video", json).body()).isEqualTo(first);
        }
    }

    @ParameterizedTest
    @CsvSource({"/image2video, image_b64", "/generate, image"})
    void showsTheImageItWasGiven(String path, String field) throws IOException {
        byte[] bright = Media.frame(video(path, image(field, 0xffffff)), 40);
        byte[] dark = Media.frame(video(path, image(field, 0x000000)), 40);
        for (int corner : new int[] {0, 831, 430 * 832}) {
            assertThat(bright[corner]).isEqualTo((byte) 235);
            assertThat(dark[corner]).isEqualTo((byte) 16);
        }
    }

    @Test
    void drawsAPlaceholderPerUndecodableImage() {
        byte[] one = video("/image2video", ",\"image_b64\":\"AAAA\"");
        assertThat(video("/image2video", ",\"image_b64\":\"AAAB\"")).isNotEqualTo(one);
    }

    private static byte[] video(String path, String more) {
        return Calls.post(chutes.emulator(), path, "{\"prompt\":\"fox\"" + more + "}")
                .body();
    }

    private static String image(String field, int rgb) throws IOException {
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 32 * 32; i++) {
            image.setRGB(i % 32, i / 32, rgb);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return ",\"" + field + "\":\"" + Base64.getEncoder().encodeToString(png.toByteArray()) + "\"";
    }
}
