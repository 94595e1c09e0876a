package io.github.reactorchutes.upload;

import io.github.reactorchutes.request.InvalidImageException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes images from other data by their first bytes, before a generation is billed. Not part of the API.
 *
 * @since 0.1.0
 */
public final class ImageCheck {

    /** Enough for every header that has the size of the image near its start. */
    static final int HEAD_BYTES = 4096;

    private ImageCheck() {}

    /** Reject data that cannot be an image; see {@link #problem(ByteBuffer, long)}. */
    static void require(String field, ByteBuffer head, long size) {
        String problem = problem(head, size);
        if (problem != null) {
            throw new InvalidImageException(field, problem);
        }
    }

    /**
     * Return why data cannot be an image.
     *
     * @param head the first 4,096 bytes or more, or all of them, from index 0 to the limit
     * @param size the total number of bytes
     * @return the problem, to follow the name of the field, or {@code null}
     */
    public static @Nullable String problem(ByteBuffer head, long size) {
        ByteBuffer start = head.slice(0, Math.min(head.limit(), HEAD_BYTES));
        for (ImageFormat format : ImageFormat.ALL) {
            if (format.matches(start)) {
                return problem(format, start, size);
            }
        }
        return "must be a PNG, JPEG, WebP, GIF or BMP image but is " + foreign(start);
    }

    private static @Nullable String problem(ImageFormat format, ByteBuffer head, long size) {
        String image = "is a " + format.title() + " image ";
        try {
            long needed = neededBytes(format, head);
            if (needed > size) {
                return image + "that is cut off: it has " + size + " of " + needed + " bytes";
            }
            return format.hasPixels(head) ? null : image + "with a broken header or without pixels";
        } catch (IndexOutOfBoundsException incomplete) {
            return head.limit() < size ? null : image + "that is cut off within its header";
        }
    }

    private static long neededBytes(ImageFormat format, ByteBuffer head) {
        if (format.equals(ImageFormat.WEBP)) {
            return webpSize(head);
        }
        return format.equals(ImageFormat.BMP) ? ImageFormat.bitmapBytes(head) : 0;
    }

    /** Return the size in the container, without the byte that pads it to an even size. */
    private static long webpSize(ByteBuffer head) {
        return (Integer.reverseBytes(head.getInt(4)) & 0xffff_fffeL) + 8;
    }

    private static String foreign(ByteBuffer head) {
        byte[] bytes = new byte[Math.min(head.limit(), 512)];
        head.get(0, bytes);
        String start = new String(bytes, StandardCharsets.ISO_8859_1);
        String text = start.replaceFirst("^(\u00ef\u00bb\u00bf)?\\s*", "").toLowerCase(Locale.ROOT);
        if (start.startsWith("ftyp", 4)) {
            return ofBrand(start.substring(8, Math.min(12, start.length())));
        }
        if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
            return "a TIFF image";
        }
        if (text.startsWith("%pdf-")) {
            return "a PDF";
        }
        if (start.startsWith("PK\3\4")) {
            return "a ZIP archive";
        }
        if (start.startsWith("\u001f\u008b")) {
            return "gzip-compressed data";
        }
        return isText(start) ? ofText(text) : "in an unknown format";
    }

    private static String ofBrand(String brand) {
        if (brand.startsWith("avi")) {
            return "an AVIF image";
        }
        return brand.startsWith("hei") || brand.startsWith("mif") ? "a HEIC image" : "an MP4 video";
    }

    private static String ofText(String text) {
        if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
            return "an HTML page";
        }
        if (text.startsWith("<svg") || text.startsWith("<?xml")) {
            return "an SVG image or another XML document";
        }
        if (text.startsWith("{") || text.startsWith("[")) {
            return "JSON";
        }
        return text.matches("(?s)(data:image/|ivborw0kgg|/9j/|r0lgod|uklgr).*") ? "base64 text" : "text";
    }

    private static boolean isText(String start) {
        return start.chars().allMatch(c -> c >= ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f');
    }
}
