package io.github.reactorchutes.examples.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A prompt from a file or from standard input. */
final class PromptSource {

    private static final String OPTION = "--prompt-file";

    private static final String STANDARD_INPUT = "-";

    private static final int MAX_BYTES = 1_000_000;

    private static final String BYTE_ORDER_MARK = "\ufeff";

    private static final List<Charset> CHARSETS =
            List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

    @Option(
            names = OPTION,
            paramLabel = "FILE",
            description = "Read the prompt from a UTF-8 file, or from standard input if FILE is -.")
    private @Nullable Path file;

    /**
     * Return the prompt.
     *
     * @param argument the prompt of the command line; {@code -} for standard input
     * @param in the standard input
     */
    @Nullable
    String prompt(@Nullable String argument, InputStream in) throws IOException {
        if (argument != null && file != null) {
            throw new UsageException("PROMPT and " + OPTION + " are both given");
        }
        String source = file == null ? argument : file.toString();
        if (STANDARD_INPUT.equals(source)) {
            return read("standard input", in);
        }
        if (file == null) {
            return argument;
        }
        try (InputStream content = Files.newInputStream(file)) {
            return read(OPTION + " " + file, content);
        }
    }

    private static String read(String name, InputStream in) throws IOException {
        byte[] content = in.readNBytes(MAX_BYTES + 1);
        if (content.length > MAX_BYTES) {
            throw new UsageException(name + " is too large for a prompt");
        }
        String prompt = withoutLastLineEnd(decode(name, content));
        if (prompt.isBlank()) {
            throw new UsageException(name + " contains no prompt");
        }
        return prompt;
    }

    private static String decode(String name, byte[] content) {
        for (Charset charset : CHARSETS) {
            byte[] mark = BYTE_ORDER_MARK.getBytes(charset);
            if (startsWith(content, mark)) {
                return decode(name, ByteBuffer.wrap(content, mark.length, content.length - mark.length), charset);
            }
        }
        return decode(name, ByteBuffer.wrap(content), StandardCharsets.UTF_8);
    }

    private static boolean startsWith(byte[] content, byte[] mark) {
        return content.length >= mark.length
                && ByteBuffer.wrap(content, 0, mark.length).equals(ByteBuffer.wrap(mark));
    }

    private static String decode(String name, ByteBuffer content, Charset charset) {
        try {
            return charset.newDecoder().decode(content).toString();
        } catch (CharacterCodingException otherCharset) {
            throw new UsageException(name + " is not " + charset + " text", otherCharset);
        }
    }

    /** Editors and {@code echo} write it. */
    private static String withoutLastLineEnd(String text) {
        return text.replaceFirst("\\R\\z", "");
    }
}
