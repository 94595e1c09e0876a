package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.request.Image;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** An image as people name it. */
public final class ImageSource {

    private static final Pattern URL = Pattern.compile("https?://", Pattern.CASE_INSENSITIVE);

    private static final Pattern DATA = Pattern.compile("data:", Pattern.CASE_INSENSITIVE);

    private ImageSource() {}

    /**
     * Return the named image.
     *
     * @param base a path in the directory of relative names
     * @param source a file, a URL or a data URI
     * @throws IllegalArgumentException if it is none of these
     */
    public static Image read(Path base, String source) {
        if (URL.matcher(source).lookingAt()) {
            return Image.url(source);
        }
        if (DATA.matcher(source).lookingAt()) {
            return Image.base64(source);
        }
        return Image.file(Locales.path(base, source));
    }
}
