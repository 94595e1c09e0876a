package io.github.reactorchutes.examples.batch;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The encoding of arguments and file names, which the locale sets. */
public final class Locales {

    /** The setting that makes any text work. */
    public static final String REMEDY = "LC_ALL=C.UTF-8";

    private Locales() {}

    /** {@return the encoding of arguments and file names} */
    public static Charset charset() {
        return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    }

    /**
     * Return the encoding of what a program prints: that of the locale, or UTF-8 in a locale that only has ASCII.
     *
     * @param stream {@code stdout} or {@code stderr}
     */
    public static Charset charsetOf(String stream) {
        String byDefault = System.getProperty("native.encoding", "UTF-8");
        Charset charset = Charset.forName(System.getProperty(stream + ".encoding", byDefault));
        return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
    }

    /**
     * Return the path of a file name.
     *
     * @param name the name as typed
     * @throws IllegalArgumentException if it is not a name, or the locale cannot encode it; the message states the
     *     remedy
     */
    public static Path path(String name) {
        return path(Path.of(""), name);
    }

    /**
     * Resolve a file name.
     *
     * @param base a path in the directory of relative names
     * @param name the name as typed
     * @throws IllegalArgumentException as for {@link #path(String)}
     */
    public static Path path(Path base, String name) {
        if (!charset().newEncoder().canEncode(name)) {
            throw unusable("'" + name + "' cannot be a file name");
        }
        try {
            return usable(base.resolveSibling(name));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + name + "' is not a path: " + e.getReason(), e);
        }
    }

    private static Path usable(Path path) {
        if (!path.isAbsolute() && System.getProperty("user.dir", "").indexOf('\ufffd') >= 0) {
            throw unusable("the name of the working directory cannot be read");
        }
        return path;
    }

    private static IllegalArgumentException unusable(String problem) {
        return new IllegalArgumentException(
                problem + " in the encoding of this locale, " + charset() + "; set " + REMEDY);
    }
}
