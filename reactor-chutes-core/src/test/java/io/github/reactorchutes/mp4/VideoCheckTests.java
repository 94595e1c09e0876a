package io.github.reactorchutes.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.SampleVideos;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.mp4.VideoVerdict.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoCheckTests {

    private static final byte[] WHOLE = Videos.ofSize(1000);

    private static final byte[] MOOV = box("moov", 20);

    private static final byte[] MDAT = box("mdat", 50);

    @Test
    void hasNothingToRemarkOnAnOrdinaryVideo() {
        assertThat(verdict(WHOLE).isClean()).isTrue();
        assertThat(verdict(SampleVideos.read("fragments-with-index.mp4")).isClean())
                .isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void keepsAVideoWithSomethingBehindIt(String name, byte[] behind) {
        VideoVerdict verdict = verdict(join(WHOLE, behind));

        assertThat(verdict.kind()).isEqualTo(Kind.VERIFIED);
        assertThat(verdict.remarks()).containsExactly("the last " + behind.length + " bytes are not part of the video");
    }

    static Stream<Arguments> keepsAVideoWithSomethingBehindIt() {
        return Stream.of(
                Arguments.of("line end", ascii("\n")),
                Arguments.of("CRLF", ascii("\r\n")),
                Arguments.of("one zero", new byte[1]),
                Arguments.of("zeros", new byte[7]),
                Arguments.of("a header of zeros", new byte[8]),
                Arguments.of("many zeros", new byte[5000]),
                Arguments.of("multipart's end", ascii("\r\n------WebKitFormBoundary7MA4YWxk--\r\n")),
                Arguments.of("ID3v1", Arrays.copyOf(ascii("TAGsong"), 128)),
                Arguments.of("ID3v2", Arrays.copyOf(ascii("ID3\4"), 300)),
                Arguments.of("APE", Arrays.copyOf(ascii("APETAGEX"), 64)),
                Arguments.of("HTML", ascii("<!-- served in 3 s -->")),
                Arguments.of("chunk's end", ascii("0\r\n\r\n")),
                Arguments.of("0xFF", filled(40)),
                Arguments.of("a cut uuid", Arrays.copyOf(box("uuid", 100), 50)),
                Arguments.of("a cut free", Arrays.copyOf(box("free", 100), 9)),
                Arguments.of("a box of size 5", ascii("\0\0\0\5free")),
                Arguments.of(
                        "a large box of size 5",
                        ByteBuffer.allocate(20)
                                .putInt(1)
                                .put(ascii("mdat"))
                                .putLong(5)
                                .array()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"uuid", "free", "udta", "what", "\u00a9day"})
    void doesNotMindWholeBoxesBehindTheVideo(String type) {
        assertThat(verdict(join(WHOLE, box(type, 30))).isClean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"free", "skip", "wide", "uuid", "moov", "mdat", "styp", "pnot", "junk"})
    void keepsAVideoThatDoesNotBeginWithItsType(String type) {
        VideoVerdict verdict = verdict(join(box(type, 30), WHOLE));

        assertThat(verdict.kind()).isEqualTo(Kind.VERIFIED);
        assertThat(verdict.remarks()).containsExactly("the video does not begin with an ftyp box");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-ftyp.mp4", "skip-before-ftyp.mp4", "line-end-behind.mp4"})
    void keepsSamplesWithARemark(String name) {
        VideoVerdict verdict = verdict(SampleVideos.read(name));

        assertThat(verdict.kind()).isEqualTo(Kind.VERIFIED);
        assertThat(verdict.remarks()).hasSize(1);
    }

    @Test
    void keepsALastBoxThatGoesOnToTheEnd() {
        byte[] open = ByteBuffer.allocate(80).putInt(0).put(ascii("mdat")).array();

        assertThat(verdict(join(box("ftyp", 8), MOOV, open)).isClean()).isTrue();
        assertThat(verdict(join(box("ftyp", 8), open, MOOV)).kind()).isEqualTo(Kind.BROKEN);
    }

    @Test
    void keepsAVideoWithTwoMovieBoxes() {
        assertThat(verdict(join(WHOLE, MOOV)).isClean()).isTrue();
        assertThat(verdict(join(WHOLE, WHOLE)).isClean()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void noticesThatAVideoIsBroken(String name, byte[] video) {
        assertThat(verdict(video).kind()).isEqualTo(Kind.BROKEN);
    }

    static Stream<Arguments> noticesThatAVideoIsBroken() {
        byte[] ftyp = box("ftyp", 8);
        return Stream.of(
                Arguments.of("cut in mdat", Arrays.copyOf(WHOLE, 900)),
                Arguments.of("cut in moov", Arrays.copyOf(join(ftyp, MDAT, MOOV), 90)),
                Arguments.of("cut in a header", Arrays.copyOf(join(ftyp, MDAT, MOOV), 78)),
                Arguments.of("cut in a second moov", Arrays.copyOf(join(WHOLE, MOOV), 1010)),
                Arguments.of("cut in a second video", Arrays.copyOf(join(WHOLE, WHOLE), 1900)),
                Arguments.of("no moov", join(ftyp, MDAT)),
                Arguments.of("no mdat", join(ftyp, MOOV)),
                Arguments.of("a segment alone", join(box("styp", 8), box("moof", 20), MDAT)),
                Arguments.of("cut in moof", Arrays.copyOf(join(ftyp, MOOV, box("moof", 9), MDAT, box("moof", 9)), 135)),
                Arguments.of(
                        "cut in moof's header",
                        Arrays.copyOf(join(ftyp, MOOV, box("moof", 9), MDAT, box("moof", 9)), 125)),
                Arguments.of("cut at a border", SampleVideos.read("fragments-cut-at-border.mp4")),
                Arguments.of("three bytes", new byte[] {0, 0, 1}));
    }

    @Test
    void noticesEveryCutThatTheIndexShows() {
        byte[] video = SampleVideos.read("fragments-with-index.mp4");
        for (int cut = 10; cut < 81_500; cut += 97) {
            assertThat(verdict(Arrays.copyOf(video, cut)).kind())
                    .as("cut at %s", cut)
                    .isEqualTo(Kind.BROKEN);
        }
        assertThat(verdict(Arrays.copyOf(video, 81_550)).kind())
                .as("the last index alone is cut")
                .isEqualTo(Kind.VERIFIED);
    }

    @ParameterizedTest
    @CsvSource({"0", "1"})
    void readsIndexesOfBothVersions(int version) {
        ByteBuffer index =
                ByteBuffer.allocate(100).putInt(version << 24).putInt(1).putInt(1000);
        (version == 0 ? index.putInt(7).putInt(3) : index.putLong(7).putLong(3)).putInt(2);
        index.putInt(20).putInt(0).putInt(0).putInt(0x8000_0000 | 30).putInt(0).putInt(0);
        byte[] content = Arrays.copyOf(index.array(), index.position());
        ByteBuffer sidx = ByteBuffer.allocate(8 + content.length)
                .putInt(8 + content.length)
                .put(ascii("sidx"))
                .put(content);
        byte[] start = join(box("ftyp", 8), MOOV, sidx.array());

        assertThat(verdict(join(start, box("moof", 37), box("mdat", 0))).isClean())
                .isTrue();
        assertThat(verdict(join(start, box("moof", 36), box("mdat", 0))).kind()).isEqualTo(Kind.BROKEN);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void recognisesOtherFormats(VideoFormat format, byte[] video) {
        assertThat(verdict(video).kind()).isEqualTo(Kind.UNVERIFIED);
        assertThat(verdict(video).format()).isEqualTo(format);
    }

    static Stream<Arguments> formats() {
        byte[] packets = new byte[188 * 4];
        byte[] timed = new byte[192 * 4];
        for (int i = 0; i < 4; i++) {
            packets[188 * i] = 'G';
            timed[192 * i + 4] = 'G';
        }
        return Stream.of(
                Arguments.of(VideoFormat.WEBM, SampleVideos.read("vp9.webm")),
                Arguments.of(VideoFormat.MATROSKA, join(latin("\u001aE\u00df\u00a3"), ascii("....matroska..."))),
                Arguments.of(VideoFormat.GIF, join(ascii("GIF89a"), new byte[30])),
                Arguments.of(VideoFormat.GIF, join(ascii("GIF87a"), ascii("@@@@@@@"))),
                Arguments.of(VideoFormat.AVI, ascii("RIFF\10\0\0\0AVI LIST")),
                Arguments.of(VideoFormat.WEBP, ascii("RIFF\10\0\0\0WEBPVP8X")),
                Arguments.of(VideoFormat.MPEG_TS, packets),
                Arguments.of(VideoFormat.MPEG_TS, timed),
                Arguments.of(VideoFormat.MPEG_PS, join(latin("\0\0\u0001\u00ba"), new byte[20])),
                Arguments.of(VideoFormat.OGG, join(ascii("OggS"), new byte[20])),
                Arguments.of(VideoFormat.FLV, join(ascii("FLV\1"), new byte[20])),
                Arguments.of(VideoFormat.PNG, join(latin("\u0089PNG\r\n\u001a\n"), new byte[20])),
                Arguments.of(VideoFormat.JPEG, latin("\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF\0")),
                Arguments.of(VideoFormat.WAV, ascii("RIFF\10\0\0\0WAVEfmt ")),
                Arguments.of(VideoFormat.WAV, latin("RIFF\u00ff\u00ff\u00ff\u00ffWAVEfmt ")),
                Arguments.of(VideoFormat.MP3, join(ascii("ID3\4"), new byte[20])),
                Arguments.of(VideoFormat.MP3, latin("\u00ff\u00fb\u0090d\0\0\0\0")),
                Arguments.of(VideoFormat.FLAC, latin("fLaC\0\0\0\"")),
                Arguments.of(VideoFormat.OGG_AUDIO, join(ascii("OggS"), new byte[24], ascii("OpusHead"))),
                Arguments.of(VideoFormat.UNKNOWN, filled(100)),
                Arguments.of(VideoFormat.UNKNOWN, new byte[100]),
                Arguments.of(VideoFormat.UNKNOWN, join(new byte[3], WHOLE)),
                Arguments.of(VideoFormat.UNKNOWN, join(ascii("--b\r\nContent-Type: video/mp4\r\n\r\n"), WHOLE)));
    }

    @Test
    void noticesThatAFileIsShorterThanItDeclares() {
        byte[] webm = SampleVideos.read("vp9.webm");
        byte[] wav = join(ascii("RIFF\50\0\0\0WAVEfmt "), new byte[32]);

        assertThat(verdict(Arrays.copyOf(webm, webm.length - 1)).kind()).isEqualTo(Kind.BROKEN);
        assertThat(verdict(Arrays.copyOf(webm, 400)).remarks())
                .containsExactly("the WEBM declares 10513 bytes but has 400");
        assertThat(verdict(Arrays.copyOf(wav, wav.length - 1)).kind()).isEqualTo(Kind.BROKEN);
        assertThat(verdict(join(wav, new byte[9])).kind()).isEqualTo(Kind.UNVERIFIED);
        assertThat(verdict(wav).remarks()).containsExactly("only the declared size of the WAV was verified");
    }

    @Test
    void doesNotMindAFileWhoseSizeIsNotKnown() {
        byte[] live = SampleVideos.read("vp9.webm");
        Arrays.fill(live, 0x29, 0x30, (byte) 0xFF);

        assertThat(verdict(Arrays.copyOf(live, 400)).kind()).isEqualTo(Kind.UNVERIFIED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html><p>",
                "{\"detail\":\"busy\"}",
                "{}",
                "OK",
                "\n  Vid\u00e9o impossible",
                "\ufeff{\"detail\": 1}",
                "data: {\"error\": true}\n\n"
            })
    void recognisesText(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);

        assertThat(verdict(body).kind()).isEqualTo(Kind.NOT_A_VIDEO);
        for (int split = 1; split < body.length; split++) {
            assertThat(verdict(body, split).kind()).as("split at %s", split).isEqualTo(Kind.NOT_A_VIDEO);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void comesToTheSameVerdictHoweverTheBytesAreSplit(VideoFormat format, byte[] video) {
        if (video[0] == '-') {
            return;
        }
        for (int split = 1; split < Math.min(500, video.length); split++) {
            assertThat(verdict(video, split).format()).as("split at %s", split).isEqualTo(format);
        }
    }

    private static VideoVerdict verdict(byte[] video) {
        return verdict(video, video.length);
    }

    private static VideoVerdict verdict(byte[] video, int split) {
        VideoCheck check = new VideoCheck();
        check.accept(split, i -> video[i]);
        check.accept(video.length - split, i -> video[split + i]);
        return check.finish();
    }

    private static byte[] box(String type, int content) {
        return ByteBuffer.allocate(8 + content)
                .putInt(8 + content)
                .put(latin(type))
                .array();
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0xFF);
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] join(byte[]... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }
}
