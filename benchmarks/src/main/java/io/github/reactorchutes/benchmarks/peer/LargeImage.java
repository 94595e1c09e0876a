package io.github.reactorchutes.benchmarks.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Ten megabytes that begin like a PNG, for requests with an image. */
final class LargeImage {

    static final byte[] BYTES = png(10 << 20);

    /** The offsets of the last bytes of width and height. */
    private static final int WIDTH = 19;

    private static final int HEIGHT = 23;

    private LargeImage() {}

    /** Build the whole request as one string, as is usual without a library. */
    static String json() {
        return "{\"prompt\":\"a fox\",\"image\":\"" + Base64.getEncoder().encodeToString(BYTES) + "\"}";
    }

    /** Write the image to a temporary file. */
    static Path file() {
        try {
            Path file = Files.createTempFile("image", ".png");
            file.toFile().deleteOnExit();
            return Files.write(file, BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] png(int size) {
        byte[] image = new byte[size];
        byte[] signature = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
        System.arraycopy(signature, 0, image, 0, signature.length);
        image[WIDTH] = 1;
        image[HEIGHT] = 1;
        return image;
    }
}
