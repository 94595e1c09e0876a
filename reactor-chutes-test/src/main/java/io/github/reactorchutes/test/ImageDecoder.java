package io.github.reactorchutes.test;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** Decodes the formats that the JDK supports: PNG, JPEG, GIF and BMP of up to 64 megapixels. */
final class ImageDecoder {

    private static final long MAX_PIXELS = 64_000_000;

    private ImageDecoder() {}

    /** Return the picture, or null for other formats. */
    static @Nullable BufferedImage decode(SentImage sent) {
        return sent.recorded().decoded() ? decode(sent.bytes()) : null;
    }

    private static @Nullable BufferedImage decode(byte[] image) {
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(image))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            return readers.hasNext() ? read(readers.next(), stream) : null;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private static @Nullable BufferedImage read(ImageReader reader, ImageInputStream stream) throws IOException {
        try {
            reader.setInput(stream);
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            return pixels <= MAX_PIXELS ? reader.read(0) : null;
        } finally {
            reader.dispose();
        }
    }
}
