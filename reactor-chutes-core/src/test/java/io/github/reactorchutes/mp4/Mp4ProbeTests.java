package io.github.reactorchutes.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.reactorchutes.fixture.SampleVideos;
import io.github.reactorchutes.test.video.VideoClip;
import io.github.reactorchutes.tools.Media;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Mp4ProbeTests {

    private static final byte[] VIDEO =
            VideoClip.builder(832, 480).small(true).frames(81).fps(24).build().toMp4();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"832, 480, 24, 81", "1280, 720, 16, 21", "480, 832, 60, 241", "64, 64, 1, 1"})
    void findsWhatTheEmulatorDrew(int width, int height, int fps, int frames) throws Exception {
        byte[] video =
                VideoClip.builder(width, height).fps(fps).frames(frames).build().toMp4();

        Mp4Facts facts = found(video);
        assertThat(facts.width()).isEqualTo(width);
        assertThat(facts.height()).isEqualTo(height);
        assertThat(facts.frames()).isEqualTo(frames);
        assertThat(facts.frameRate()).isCloseTo(fps, within(1e-9));
        assertThat(facts.duration()).isEqualTo(Duration.ofNanos(Math.round(1e9 * frames / fps)));
        assertThat(described(facts)).isEqualTo(described(Media.of(video)));
    }

    /** {@code moov} last as cameras write it, and first as web servers like it; a sound track first. */
    @ParameterizedTest
    @ValueSource(strings = {"", "-movflags +faststart "})
    void findsWhatFfmpegWrote(String flags) throws Exception {
        Path file = folder.resolve("b.mp4");
        Media.ffmpeg(
                "-v error -f lavfi -i sine=duration=2 -f lavfi"
                        + " -i testsrc=size=320x180:rate=30000/1001:duration=2 -map 0 -map 1 " + flags + "FILE",
                file);

        Mp4Facts facts = found(Files.readAllBytes(file));
        assertThat(facts.frameRate()).isCloseTo(30000 / 1001.0, within(1e-3));
        assertThat(described(facts)).isEqualTo(described(Media.of(file)));
    }

    @Test
    void findsNothingInAFragmentedFile() throws Exception {
        Path file = folder.resolve("c.mp4");
        Media.ffmpeg(
                "-v error -f lavfi -i testsrc=size=64x64:rate=10:duration=1 -movflags frag_keyframe+empty_moov FILE",
                file);

        assertThat(probe(Files.readAllBytes(file))).isNull();
    }

    /** Its movie box describes the first of four fragments alone. */
    @Test
    void findsNothingInAFragmentedFileWhoseMovieBoxHasSamples() {
        assertThat(probe(SampleVideos.read("fragments-after-samples.mp4"))).isNull();
    }

    @Test
    void findsWidthAndHeightAsShown() throws Exception {
        Mp4Facts facts = found(SampleVideos.read("rotated.mp4"));

        assertThat(facts.width()).isEqualTo(240);
        assertThat(facts.height()).isEqualTo(320);
    }

    @Test
    void findsTheDurationOfTheEditList() throws Exception {
        Mp4Facts facts = found(SampleVideos.read("edit-list.mp4"));

        assertThat(facts.duration()).isEqualTo(Duration.ofMillis(1700));
        assertThat(facts.frames()).isEqualTo(48);
        assertThat(facts.frameRate()).isCloseTo(24, within(1e-9));
    }

    @Test
    void doesNotCareHowTheBytesAreCut() {
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            Mp4Probe probe = new Mp4Probe();
            for (int at = 0, size; at < VIDEO.length; at += size) {
                size = Math.min(1 + random.nextInt(i < 5 ? 1 : 700), VIDEO.length - at);
                probe.accept(ByteBuffer.wrap(VIDEO, at, size));
            }
            assertThat(probe.facts()).hasToString("Mp4Facts[52x30, 81 frames, PT3.375S]");
        }
    }

    @Test
    void takesDirectBuffersAndBoxesOf64Bits() {
        byte[] largeFree = box(1, "free", ByteBuffer.allocate(24).putLong(32).array());
        byte[] file =
                join(box(16, "ftyp", new byte[8]), largeFree, Arrays.copyOfRange(VIDEO, ftypLength(), VIDEO.length));
        Mp4Probe probe = new Mp4Probe();
        probe.accept(ByteBuffer.allocateDirect(file.length).put(file).flip());

        assertThat(probe.facts()).isNotNull();
    }

    @Test
    void findsNothingBeforeTheMovieBoxIsWhole() {
        int end = ftypLength() + moovLength();
        for (int length = 0; length < end; length++) {
            assertThat(probe(Arrays.copyOf(VIDEO, length))).isNull();
        }
        assertThat(probe(Arrays.copyOf(VIDEO, end))).isNotNull();
    }

    @Test
    void neverFailsOnFlippedBits() {
        Random random = new Random(2);
        int end = ftypLength() + moovLength();
        int found = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] broken = Arrays.copyOf(VIDEO, end + 100);
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                broken[random.nextInt(end)] ^= (byte) (1 << random.nextInt(8));
            }
            Mp4Facts facts = probe(broken);
            if (facts != null) {
                found++;
                assertThat(facts.toString()).isNotEmpty();
                assertThat(facts.duration()).isNotNull();
                assertThat(facts.frameRate()).isPositive();
            }
        }
        assertThat(found).isBetween(1000, 19_999);
    }

    @Test
    void neverFailsOnAMovieBoxThatIsCutInside() {
        byte[] moov = Arrays.copyOfRange(VIDEO, ftypLength() + 8, ftypLength() + moovLength());
        for (int length = 0; length < moov.length; length++) {
            byte[] cut = box(8 + length, "moov", Arrays.copyOf(moov, length));
            assertThat(probe(cut)).as("cut at %s", length).isNull();
        }
    }

    @Test
    void neverFailsOnNoise() {
        Random random = new Random(3);
        for (int i = 0; i < 5000; i++) {
            byte[] noise = new byte[random.nextInt(500)];
            random.nextBytes(noise);
            assertThat(probe(join(box(8 + noise.length, "moov", noise)))).isNull();
            assertThat(probe(noise)).isNull();
        }
    }

    @Test
    void passesOverAnEmptyBox() {
        byte[] moov = Arrays.copyOfRange(VIDEO, ftypLength() + 8, ftypLength() + moovLength());
        byte[] empty = box(8, "free", new byte[0]);

        assertThat(probe(box(8 + 8 + moov.length, "moov", join(empty, moov)))).isNotNull();
    }

    @Test
    void doesNotHoldAMovieBoxBeyond4MiB() {
        byte[] moov = Arrays.copyOfRange(VIDEO, ftypLength() + 8, ftypLength() + moovLength());
        int limit = 4 * 1024 * 1024;
        byte[] padding = box(limit - moov.length, "free", new byte[limit - moov.length - 8]);

        assertThat(probe(box(8 + limit, "moov", join(moov, padding)))).isNotNull();
        byte[] larger = box(limit - moov.length + 1, "free", new byte[limit - moov.length - 7]);
        assertThat(probe(box(8 + limit + 1, "moov", join(moov, larger)))).isNull();
    }

    private static @Nullable Mp4Facts probe(byte[] file) {
        Mp4Probe probe = new Mp4Probe();
        probe.accept(ByteBuffer.wrap(file));
        return probe.facts();
    }

    private static Mp4Facts found(byte[] file) {
        return Objects.requireNonNull(probe(file));
    }

    private static String described(Mp4Facts facts) {
        return facts.width() + "," + facts.height() + "," + facts.frames() + ","
                + Math.round(facts.duration().toNanos() / 1e6);
    }

    private static String described(Media media) {
        return media.width() + "," + media.height() + "," + media.frames() + "," + Math.round(media.duration() * 1000);
    }

    private static int ftypLength() {
        return ByteBuffer.wrap(VIDEO).getInt(0);
    }

    private static int moovLength() {
        return ByteBuffer.wrap(VIDEO).getInt(ftypLength());
    }

    private static byte[] box(int size, String type, byte[] content) {
        return ByteBuffer.allocate(8 + content.length)
                .putInt(size)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .array();
    }

    private static byte[] join(byte[]... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }
}
