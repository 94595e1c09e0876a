package io.github.reactorchutes.test.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.reactorchutes.tools.Media;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoClipTests {

    @ParameterizedTest
    @CsvSource({
        "832, 480, 24, 81, false, 832, 480",
        "1280, 720, 60, 30, false, 1280, 720",
        "480, 832, 16, 21, false, 480, 832",
        "1024, 1024, 30, 24, false, 1024, 1024",
        "1920, 1080, 25, 10, false, 1920, 1080",
        "101, 55, 10, 1, false, 100, 54",
        "832, 480, 24, 241, true, 52, 30",
        "1280, 720, 16, 140, true, 80, 44"
    })
    void isPlayableWithTheRequestedShape(
            int width, int height, int fps, int frames, boolean small, int shownWidth, int shownHeight) {
        byte[] mp4 = VideoClip.builder(width, height)
                .fps(fps)
                .frames(frames)
                .small(small)
                .build()
                .toMp4();
        Media media = Media.of(mp4);
        assertThat(media.width()).isEqualTo(shownWidth);
        assertThat(media.height()).isEqualTo(shownHeight);
        assertThat(media.rate()).isEqualTo(fps + "/1");
        assertThat(media.frames()).isEqualTo(frames);
        assertThat(media.duration()).isCloseTo((double) frames / fps, within(0.001));
        assertThat(Media.errors(mp4)).isEmpty();
    }

    @Test
    void givesTheSameBytesForTheSameClip() {
        assertThat(clip(7).build().toMp4()).isEqualTo(clip(7).build().toMp4());
    }

    @Test
    void looksDifferentWithAnotherSeedOrCaption() {
        byte[] one = clip(7).build().toMp4();
        assertThat(clip(8).build().toMp4()).isNotEqualTo(one);
        assertThat(clip(7).caption("A DOG").build().toMp4()).isNotEqualTo(one);
    }

    @Test
    void showsTheGivenImageWithoutLoss() {
        byte[] mp4 = clip(7).image(halves(Color.RED, Color.BLUE)).build().toMp4();
        byte[] luma = Arrays.copyOf(Media.frame(mp4, 0), 208 * 120);
        for (int x : new int[] {0, 50, 100}) {
            assertThat(luma[100 * 208 + x]).isEqualTo(Samples.luma(0xff0000));
            assertThat(luma[100 * 208 + 207 - x]).isEqualTo(Samples.luma(0x0000ff));
        }
    }

    @Test
    void decodesToExactlyWhatWasDrawn() {
        VideoClip clip = clip(7).build();
        Picture drawn = new Picture(208, 120);
        new Scene(clip).draw(9, drawn);
        assertThat(Media.frame(clip.toMp4(), 9)).isEqualTo(planes(drawn, 208, 120));
    }

    @Test
    void movesFromFrameToFrame() {
        byte[] mp4 = clip(7).build().toMp4();
        assertThat(Media.frame(mp4, 5)).isNotEqualTo(Media.frame(mp4, 6));
    }

    @Test
    void putsTheMovieBeforeTheData() {
        String mp4 = new String(clip(7).build().toMp4(), StandardCharsets.ISO_8859_1);
        assertThat(mp4.indexOf("ftyp")).isEqualTo(4);
        assertThat(mp4.indexOf("moov")).isLessThan(mp4.indexOf("mdat"));
    }

    @Test
    void staysNearARealClipsSize() {
        assertThat(VideoClip.builder(832, 480).build().toMp4()).hasSizeBetween(1_000_000, 6_000_000);
        assertThat(VideoClip.builder(1280, 720).frames(241).build().toMp4()).hasSizeBetween(1_000_000, 6_000_000);
    }

    @Test
    void isSmallInSmallMode() {
        assertThat(VideoClip.builder(832, 480).small(true).build().toMp4()).hasSizeLessThan(30_000);
    }

    @Test
    void isDrawnFasterThanItPlays() {
        VideoClip clip = VideoClip.builder(832, 480).build();
        clip.toMp4();
        long start = System.nanoTime();
        clip.toMp4();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void rejectsAClipWithoutFrames() {
        assertThatIllegalArgumentException().isThrownBy(() -> clip(7).frames(0));
        assertThatIllegalArgumentException().isThrownBy(() -> clip(7).fps(0));
    }

    private static VideoClip.Builder clip(long seed) {
        return VideoClip.builder(208, 120).frames(10).seed(seed).caption("A CAT");
    }

    private static BufferedImage halves(Color left, Color right) {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(left);
        graphics.fillRect(0, 0, 32, 64);
        graphics.setColor(right);
        graphics.fillRect(32, 0, 32, 64);
        graphics.dispose();
        return image;
    }

    private static byte[] planes(Picture picture, int width, int height) {
        byte[] planes = new byte[width * height * 3 / 2];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int block = ((y / 16) * picture.columns + x / 16) * Picture.MACROBLOCK_BYTES;
                planes[y * width + x] = picture.samples()[block + (y % 16) * 16 + x % 16];
                int chroma = width * height + (y / 2) * (width / 2) + x / 2;
                int sample = block + 256 + (y % 16 / 2) * 8 + x % 16 / 2;
                planes[chroma] = picture.samples()[sample];
                planes[chroma + width * height / 4] = picture.samples()[sample + 64];
            }
        }
        return planes;
    }
}
