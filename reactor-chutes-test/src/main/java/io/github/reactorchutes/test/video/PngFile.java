package io.github.reactorchutes.test.video;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** A PNG of 8-bit RGB without row filters, so that the bytes do not depend on an image library. */
final class PngFile {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    private PngFile() {}

    static byte[] of(Picture picture, int width, int height) {
        PngFile png = new PngFile();
        png.file.writeBytes(SIGNATURE);
        byte[] format = {8, 2, 0, 0, 0};
        png.chunk(
                "IHDR",
                ByteBuffer.allocate(13).putInt(width).putInt(height).put(format).array());
        png.chunk("IDAT", deflated(picture, width, height));
        png.chunk("IEND", new byte[0]);
        return png.file.toByteArray();
    }

    private void chunk(String type, byte[] content) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(name);
        checksum.update(content);
        file.writeBytes(integer(content.length));
        file.writeBytes(name);
        file.writeBytes(content);
        file.writeBytes(integer((int) checksum.getValue()));
    }

    private static byte[] deflated(Picture picture, int width, int height) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream pixels = new DeflaterOutputStream(bytes)) {
            for (int y = 0; y < height; y++) {
                pixels.write(row(picture, width, y));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] row(Picture picture, int width, int y) {
        ByteBuffer row = ByteBuffer.allocate(1 + width * 3).put((byte) 0);
        for (int x = 0; x < width; x++) {
            int rgb = picture.rgb(x, y);
            row.put((byte) (rgb >> 16)).put((byte) (rgb >> 8)).put((byte) rgb);
        }
        return row.array();
    }

    private static byte[] integer(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }
}
