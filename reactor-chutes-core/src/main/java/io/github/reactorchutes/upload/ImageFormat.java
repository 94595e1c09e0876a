package io.github.reactorchutes.upload;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * An image format that the models read, recognised by its first bytes. Its size is checked if it is near the start.
 *
 * @param title the name of the format
 * @param signature whether the first bytes are of this format
 * @param pixels whether the header announces pixels
 */
record ImageFormat(String title, Predicate<ByteBuffer> signature, Predicate<ByteBuffer> pixels) {

    static final ImageFormat WEBP = new ImageFormat(
            "WebP", head -> head.getInt(0) == 0x52494646 && head.getInt(8) == 0x57454250, ImageFormat::hasWebpChunk);

    static final ImageFormat BMP = new ImageFormat("BMP", ImageFormat::isBitmap, ImageFormat::hasBitmapSize);

    static final List<ImageFormat> ALL = List.of(
            new ImageFormat(
                    "PNG",
                    head -> head.getLong(0) == 0x89504e47_0d0a1a0aL,
                    head -> head.getInt(16) > 0 && head.getInt(20) > 0),
            new ImageFormat("JPEG", head -> head.getInt(0) >>> 8 == 0xffd8ff, ImageFormat::hasFrame),
            new ImageFormat("GIF", head -> head.getInt(0) == 0x47494638 && head.get(5) == 'a', ImageFormat::hasScreen),
            WEBP,
            BMP);

    /** Return whether the first bytes are of this format. */
    boolean matches(ByteBuffer head) {
        try {
            return signature.test(head);
        } catch (IndexOutOfBoundsException tooShort) {
            return false;
        }
    }

    /**
     * Return whether the header announces pixels.
     *
     * @throws IndexOutOfBoundsException if the header continues beyond the given bytes
     */
    boolean hasPixels(ByteBuffer head) {
        return pixels.test(head);
    }

    /** Decoders take a screen without size for that of the frames, so only its absence is certain. */
    private static boolean hasScreen(ByteBuffer head) {
        head.get(12);
        return true;
    }

    /** Skip the segments before the start of the frame, which has the size. */
    private static boolean hasFrame(ByteBuffer head) {
        int position = nextMarker(head, 2);
        while (!endsHeader(head.get(position) & 0xff)) {
            int marker = head.get(position) & 0xff;
            if (isStartOfFrame(marker)) {
                return head.getShort(position + 6) != 0;
            }
            int length = isStandalone(marker) ? 0 : head.getShort(position + 1) & 0xffff;
            position = nextMarker(head, position + 1 + length);
        }
        return false;
    }

    /** Decoders skip stray bytes between segments, and any number of fill bytes. */
    private static int nextMarker(ByteBuffer head, int from) {
        int position = from;
        while (head.get(position) != (byte) 0xff
                || head.get(position + 1) == 0
                || head.get(position + 1) == (byte) 0xff) {
            position++;
        }
        return position + 1;
    }

    /** The scan or the end of the image comes without a frame. */
    private static boolean endsHeader(int marker) {
        return marker == 0xda || marker == 0xd9;
    }

    private static boolean isStandalone(int marker) {
        return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    }

    private static boolean isStartOfFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    /** Only the lossy format can have size 0; the others store the size minus 1. */
    private static boolean hasWebpChunk(ByteBuffer head) {
        boolean lossy = head.get(15) == ' ';
        return head.getInt(12) >>> 8 == 0x565038
                && (!lossy || ((head.getShort(26) & 0xff3f) != 0 && (head.getShort(28) & 0xff3f) != 0));
    }

    /** Text can also start with these two letters, so the length of the header is checked too. */
    private static boolean isBitmap(ByteBuffer head) {
        return head.getShort(0) == 0x424d
                && Set.of(12, 40, 52, 56, 64, 108, 124).contains(bitmapHeader(head));
    }

    private static boolean hasBitmapSize(ByteBuffer head) {
        return bitmapHeader(head) == 12
                ? head.getShort(18) != 0 && head.getShort(20) != 0
                : head.getInt(18) != 0 && head.getInt(22) != 0;
    }

    /**
     * Return the bytes that the pixels of an uncompressed bitmap need, without the padding of the last row; 0 if that is
     * not certain. The size in its header is often wrong, and decoders ignore it.
     */
    static long bitmapBytes(ByteBuffer head) {
        if (head.limit() < 34 || bitmapHeader(head) < 40 || Integer.reverseBytes(head.getInt(30)) != 0) {
            return 0;
        }
        long width = Integer.reverseBytes(head.getInt(18));
        long height = Math.abs((long) Integer.reverseBytes(head.getInt(22)));
        long rowBits = width * Short.reverseBytes(head.getShort(28));
        long rows = (height - 1) * ((rowBits + 31) / 32 * 4) + (rowBits + 7) / 8;
        return (Integer.reverseBytes(head.getInt(10)) & 0xffff_ffffL) + rows;
    }

    private static int bitmapHeader(ByteBuffer head) {
        return Integer.reverseBytes(head.getInt(14));
    }
}
