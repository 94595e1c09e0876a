package io.github.reactorchutes.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * A stored WebM: 2 seconds of VP8, 320x180, 8 frames per second.
 *
 * <p>Made with {@code ffmpeg -f lavfi -i testsrc2=size=320x180:rate=8:duration=2 -c:v libvpx -b:v 40k -crf 50 -g 16
 * -auto-alt-ref 0 -fflags +bitexact -flags:v +bitexact clip.webm}.
 */
final class WebmClip {

    private static final byte[] FILE = load();

    private WebmClip() {}

    static byte[] bytes() {
        return FILE.clone();
    }

    private static byte[] load() {
        try (InputStream file = Objects.requireNonNull(WebmClip.class.getResourceAsStream("clip.webm"), "clip.webm")) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
