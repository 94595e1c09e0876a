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

    static final List<ImageFormat> ALL = List.of(
            new ImageFormat(
                    "PNG",
                    head -> head.getLong(0) == 0x89504e47_0d0a1a0aL,
                    head -> head.getInt(16) > 0 && head.getInt(20) > 0),
            new ImageFormat("JPEG", head -> head.getInt(0) >>> 8 == 0xffd8ff, ImageFormat::hasFrame),
            new ImageFormat(
                    "GIF",
                    head -> head.getInt(0) == 0x47494638 && head.get(5) == 'a',
                    head -> head.getShort(6) != 0 && head.getShort(8) != 0),
            WEBP,
            new ImageFormat("BMP", ImageFormat::isBitmap, ImageFormat::hasBitmapSize));

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

    /** Skip the segments before the start of the frame, which has the size. */
    private static boolean hasFrame(ByteBuffer head) {
        int position = 2;
        while (head.get(position) == (byte) 0xff) {
            int marker = head.get(position + 1) & 0xff;
            if (isStartOfFrame(marker)) {
                return head.getShort(position + 7) != 0;
            }
            if (marker == 0xff) {
                position++;
            } else {
                position += 2 + (head.getShort(position + 2) & 0xffff);
            }
        }
        return false;
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

    private static int bitmapHeader(ByteBuffer head) {
        return Integer.reverseBytes(head.getInt(14));
    }
}
