package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.examples.batch.Locales;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments as typed. The JVM decodes them with the charset of the locale, which is ASCII where none is set: cron,
 * containers, systemd. Linux still has the bytes.
 */
final class Arguments {

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private static final char GARBLED = '\ufffd';

    private Arguments() {}

    /** Return the arguments as typed, or fail if they cannot be recovered. */
    static String[] asTyped(String[] arguments) {
        return asTyped(arguments, words(), Locales.charset());
    }

    /**
     * Return the arguments as typed.
     *
     * @param arguments as the JVM decoded them
     * @param words the bytes of the command line, which ends with the arguments; empty if unknown
     * @param charset the charset of the locale
     */
    static String[] asTyped(String[] arguments, List<byte[]> words, Charset charset) {
        String[] typed = arguments.clone();
        for (int i = 0; i < typed.length; i++) {
            int word = words.size() - typed.length + i;
            String recovered = word < 0 ? null : recovered(arguments[i], words.get(word), charset);
            if (recovered != null) {
                typed[i] = recovered;
            } else if (arguments[i].indexOf(GARBLED) >= 0) {
                throw new UsageException("argument " + (i + 1) + " is not text in the encoding of this locale, "
                        + charset + "; nothing was sent. Set " + Locales.REMEDY
                        + ", or put a prompt into a UTF-8 file and use --prompt-file");
            }
        }
        return typed;
    }

    /** A charset of single bytes decodes anything, but text that happens to be valid UTF-8 was typed as UTF-8. */
    private static @Nullable String recovered(String argument, byte[] word, Charset charset) {
        boolean doubtful =
                argument.indexOf(GARBLED) >= 0 || charset.newEncoder().maxBytesPerChar() == 1;
        if (!doubtful || !new String(word, charset).equals(argument)) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(word))
                    .toString();
        } catch (CharacterCodingException otherCharset) {
            return null;
        }
    }

    private static List<byte[]> words() {
        List<byte[]> words = new ArrayList<>();
        try {
            byte[] line = Files.readAllBytes(COMMAND_LINE);
            int start = 0;
            for (int i = 0; i < line.length; i++) {
                if (line[i] == 0) {
                    words.add(Arrays.copyOfRange(line, start, i));
                    start = i + 1;
                }
            }
        } catch (IOException notLinux) {
            // the arguments are as the JVM decoded them
        }
        return words;
    }
}
