package io.github.reactorchutes.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Mp4BoxesTests {

    private static final byte[] FTYP = box("ftyp", 8);

    private static final byte[] MOOV = box("moov", 20);

    private static final byte[] MDAT = box("mdat", 50);

    @Test
    void acceptsAWholeVideo() {
        assertThat(check(concat(FTYP, MOOV, MDAT))).isNull();
    }

    @Test
    void acceptsTheBoxesInAnyOrderAfterTheFirst() {
        assertThat(check(concat(FTYP, box("free", 0), MDAT, box("uuid", 30), MOOV)))
                .isNull();
    }

    @Test
    void acceptsFragments() {
        assertThat(check(concat(FTYP, MOOV, box("moof", 9), MDAT, box("moof", 9), MDAT, box("mfra", 4))))
                .isNull();
    }

    @Test
    void acceptsALengthOf64Bits() {
        assertThat(check(concat(FTYP, MOOV, largeBox("mdat", 50)))).isNull();
    }

    @Test
    void acceptsALastBoxThatGoesOnToTheEnd() {
        assertThat(check(concat(FTYP, MOOV, openBox("mdat", 50)))).isNull();
        assertThat(check(concat(FTYP, MOOV, openBox("mdat", 0)))).isNull();
    }

    @Test
    void asksForTheBytesOfHeadersAlone() {
        byte[] video = concat(FTYP, MOOV, MDAT);
        List<Integer> asked = new ArrayList<>();

        String fault = new Mp4Boxes().accept(video.length, i -> {
            asked.add(i);
            return video[i];
        });

        assertThat(fault).isNull();
        assertThat(asked).hasSize(3 * 8);
    }

    @Test
    void isNotMisledByALengthBeyondIntegers() {
        ByteBuffer header = ByteBuffer.allocate(16).putInt(1).put(name("mdat")).putLong(1L << 40);
        Mp4Boxes boxes = new Mp4Boxes();
        assertThat(accept(boxes, concat(FTYP, MOOV, header.array()))).isNull();

        for (int gigabyte = 0; gigabyte < 1023; gigabyte++) {
            assertThat(boxes.accept(1 << 30, Mp4BoxesTests::unasked)).isNull();
        }

        assertThat(boxes.finish()).isEqualTo("the video ends within a box");
        assertThat(boxes.accept((1 << 30) - 16, Mp4BoxesTests::unasked)).isNull();
        assertThat(boxes.finish()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7})
    void rejectsABoxShorterThanItsHeader(int size) {
        byte[] bad = ByteBuffer.allocate(8).putInt(size).put(name("free")).array();

        assertThat(check(concat(FTYP, bad))).contains("shorter than its header");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 15, -1, Long.MIN_VALUE})
    void rejectsALargeBoxShorterThanItsHeader(long size) {
        byte[] bad = ByteBuffer.allocate(16)
                .putInt(1)
                .put(name("mdat"))
                .putLong(size)
                .array();

        assertThat(check(concat(FTYP, bad))).contains("shorter than its header");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><body>not found</body></html>",
                "{\"detail\":\"busy\"}",
                "\u0000\u0000\u0000\u0018what...."
            })
    void rejectsWhatDoesNotBeginWithABoxOfAnMp4(String body) {
        assertThat(check(body.getBytes(StandardCharsets.US_ASCII))).contains("ftyp");
    }

    @Test
    void rejectsAVideoWithoutItsIndexOrWithoutItsFrames() {
        assertThat(check(concat(FTYP, MDAT))).contains("no moov");
        assertThat(check(concat(FTYP, MOOV))).contains("no mdat");
        assertThat(check(FTYP)).contains("no moov");
        assertThat(check(new byte[0])).contains("no moov");
    }

    /** It is public: a caller may ask on. */
    @Test
    void staysAtItsVerdict() {
        Mp4Boxes boxes = new Mp4Boxes();
        String verdict = accept(boxes, "<html><body>not found</body></html>".getBytes(StandardCharsets.US_ASCII));

        for (int i = 0; i < 100; i++) {
            assertThat(accept(boxes, concat(FTYP, MOOV, MDAT))).isEqualTo(verdict);
        }
        assertThat(boxes.finish()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void comesToTheSameVerdictHoweverTheBytesAreSplit(long seed) {
        Generated video = generate(new Random(seed));
        for (int split = 0; split <= video.bytes.length; split++) {
            Mp4Boxes boxes = new Mp4Boxes();
            assertThat(accept(boxes, Arrays.copyOf(video.bytes, split))).isNull();
            assertThat(accept(boxes, Arrays.copyOfRange(video.bytes, split, video.bytes.length)))
                    .isNull();
            assertThat(boxes.finish()).as("split at %d", split).isNull();
        }
        Mp4Boxes byteByByte = new Mp4Boxes();
        for (byte next : video.bytes) {
            assertThat(byteByByte.accept(1, i -> next)).isNull();
        }
        assertThat(byteByByte.finish()).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void noticesEveryCutThatCanBeNoticed(long seed) {
        Generated video = generate(new Random(seed));
        for (int cut = 0; cut < video.bytes.length; cut++) {
            String verdict = checkStrictly(Arrays.copyOf(video.bytes, cut));

            assertThat(verdict == null)
                    .as("cut at %d of %d", cut, video.bytes.length)
                    .isEqualTo(video.passesCutAt(cut));
        }
        assertThat(check(video.bytes)).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void neverThrowsWhateverTheBitsAre(long seed) {
        Random random = new Random(seed);
        byte[] video = generate(random).bytes;
        for (int bit = 0; bit < video.length * 8; bit++) {
            byte[] flipped = video.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            int split = random.nextInt(video.length);
            Mp4Boxes boxes = new Mp4Boxes();
            accept(boxes, Arrays.copyOf(flipped, split));
            accept(boxes, Arrays.copyOfRange(flipped, split, flipped.length));
            boxes.finish();
        }
        for (int round = 0; round < 1000; round++) {
            byte[] noise = new byte[random.nextInt(100)];
            random.nextBytes(noise);
            check(noise);
            check(concat(FTYP, noise));
        }
    }

    /** A whole video, with the positions at which a cut leaves what looks whole. */
    private static final class Generated {

        private final byte[] bytes;

        private final List<Integer> boundaries;

        private final int endlessFrom;

        Generated(byte[] bytes, List<Integer> boundaries, int endlessFrom) {
            this.bytes = bytes;
            this.boundaries = boundaries;
            this.endlessFrom = endlessFrom;
        }

        boolean passesCutAt(int position) {
            return position >= endlessFrom || boundaries.contains(position);
        }
    }

    /** A cut behind a whole video is worth a remark; any other is a fault. */
    private static @Nullable String checkStrictly(byte[] video) {
        Mp4Boxes boxes = new Mp4Boxes();
        accept(boxes, video);
        String fault = boxes.finish();
        return fault == null && !boxes.remarks().isEmpty() ? boxes.remarks().get(0) : fault;
    }

    private static Generated generate(Random random) {
        List<byte[]> boxes = new ArrayList<>(List.of(sized(random, "moov"), sized(random, "mdat")));
        for (int i = random.nextInt(5); i > 0; i--) {
            String type = List.of("free", "moof", "mdat", "uuid", "sidx").get(random.nextInt(5));
            boxes.add(random.nextInt(boxes.size() + 1), sized(random, type));
        }
        boxes.add(0, box("ftyp", random.nextInt(20)));
        byte[] closed = concat(boxes.toArray(byte[][]::new));
        boolean endless = random.nextBoolean();
        byte[] bytes = endless ? concat(closed, openBox("mdat", random.nextInt(40))) : closed;
        return new Generated(bytes, wholeAt(boxes), endless ? closed.length + 8 : Integer.MAX_VALUE);
    }

    private static List<Integer> wholeAt(List<byte[]> boxes) {
        List<Integer> positions = new ArrayList<>();
        boolean moov = false;
        boolean mdat = false;
        int position = 0;
        for (byte[] box : boxes) {
            position += box.length;
            String type = new String(box, 4, 4, StandardCharsets.US_ASCII);
            moov |= type.equals("moov");
            mdat |= type.equals("mdat");
            if (moov && mdat) {
                positions.add(position);
            }
        }
        return positions;
    }

    private static byte[] sized(Random random, String type) {
        int content = random.nextInt(60);
        return random.nextInt(3) == 0 ? largeBox(type, content) : box(type, content);
    }

    private static byte[] box(String type, int content) {
        return ByteBuffer.allocate(8 + content)
                .putInt(8 + content)
                .put(name(type))
                .array();
    }

    private static byte[] largeBox(String type, int content) {
        return ByteBuffer.allocate(16 + content)
                .putInt(1)
                .put(name(type))
                .putLong(16 + content)
                .array();
    }

    private static byte[] openBox(String type, int content) {
        return ByteBuffer.allocate(8 + content).putInt(0).put(name(type)).array();
    }

    private static byte[] name(String type) {
        return type.getBytes(StandardCharsets.US_ASCII);
    }

    private static @Nullable String check(byte[] bytes) {
        Mp4Boxes boxes = new Mp4Boxes();
        String fault = accept(boxes, bytes);
        return fault != null ? fault : boxes.finish();
    }

    private static @Nullable String accept(Mp4Boxes boxes, byte[] bytes) {
        return boxes.accept(bytes.length, i -> bytes[i]);
    }

    private static int unasked(int index) {
        throw new AssertionError("the byte at " + index + " is no part of a header");
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}
