package io.github.reactorchutes.test.video;

import static io.github.reactorchutes.test.video.Mp4Box.box;
import static io.github.reactorchutes.test.video.Mp4Box.bytes;
import static io.github.reactorchutes.test.video.Mp4Box.ints;
import static io.github.reactorchutes.test.video.Mp4Box.shorts;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** An MP4 file of one H.264 track, {@code moov} first so that playback can start before the last byte. */
final class Mp4File {

    private static final int TICKS = 1000;
    private static final byte[] MATRIX = ints(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
    private static final byte[] FILE_TYPE =
            box("ftyp", text("isom"), ints(0x200), text("isom"), text("iso2"), text("avc1"), text("mp41"));

    private final int width;
    private final int height;
    private final int fps;
    private final byte[] sequence;
    private final byte[] picture;

    Mp4File(int width, int height, int fps, byte[] sequence, byte[] picture) {
        this.width = width;
        this.height = height;
        this.fps = fps;
        this.sequence = sequence;
        this.picture = picture;
    }

    /** Return the file; each slice is one sample. */
    byte[] write(List<byte[]> slices) {
        int headerBytes = FILE_TYPE.length + movie(slices, 0).length;
        byte[] movie = movie(slices, headerBytes + 8);
        byte[][] samples = slices.stream()
                .flatMap(slice -> List.of(ints(slice.length), slice).stream())
                .toArray(byte[][]::new);
        return bytes(FILE_TYPE, movie, box("mdat", samples));
    }

    private byte[] movie(List<byte[]> slices, int dataOffset) {
        int duration = slices.size() * TICKS;
        byte[] header = box(
                "mvhd",
                ints(0, 0, 0, fps * TICKS, duration, 0x10000),
                shorts(0x100, 0),
                new byte[8],
                MATRIX,
                new byte[24],
                ints(2));
        return box("moov", header, box("trak", trackHeader(duration), media(slices, dataOffset)));
    }

    private byte[] trackHeader(int duration) {
        return box("tkhd", ints(3, 0, 0, 1, 0, duration), new byte[16], MATRIX, ints(width << 16, height << 16));
    }

    private byte[] media(List<byte[]> slices, int dataOffset) {
        byte[] header = box("mdhd", ints(0, 0, 0, fps * TICKS, slices.size() * TICKS), shorts(0x55c4, 0));
        byte[] handler = box("hdlr", ints(0, 0), text("vide"), new byte[12], text("video"), new byte[1]);
        byte[] reference = box("dinf", box("dref", ints(0, 1), box("url ", ints(1))));
        byte[] information = box("minf", box("vmhd", ints(1), new byte[8]), reference, sampleTable(slices, dataOffset));
        return box("mdia", header, handler, information);
    }

    private byte[] sampleTable(List<byte[]> slices, int dataOffset) {
        int[] sizes = slices.stream().mapToInt(slice -> slice.length + 4).toArray();
        return box(
                "stbl",
                box("stsd", ints(0, 1), sampleEntry()),
                box("stts", ints(0, 1, slices.size(), TICKS)),
                box("stss", ints(0, 1, 1)),
                box("stsc", ints(0, 1, 1, slices.size(), 1)),
                box("stsz", ints(0, 0, slices.size()), ints(sizes)),
                box("stco", ints(0, 1, dataOffset)));
    }

    private byte[] sampleEntry() {
        return box(
                "avc1",
                shorts(0, 0, 0, 1),
                new byte[16],
                shorts(width, height),
                ints(0x480000, 0x480000, 0),
                shorts(1),
                new byte[32],
                shorts(24, -1),
                configuration());
    }

    private byte[] configuration() {
        byte[] version = {1, ParameterSets.BASELINE, (byte) ParameterSets.CONSTRAINED, ParameterSets.LEVEL_5_1};
        byte[] lengthOf4AndOneSequence = {(byte) 0xff, (byte) 0xe1};
        byte[] onePicture = {1};
        return box(
                "avcC",
                version,
                lengthOf4AndOneSequence,
                shorts(sequence.length),
                sequence,
                onePicture,
                shorts(picture.length),
                picture);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
