package io.github.reactorchutes.examples.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decodes a prompt file, which must be UTF-8. */
final class PromptText {

    private static final String REMEDY = "; save it as UTF-8, in a spreadsheet as 'CSV UTF-8'";

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final Set<Integer> BYTE_ORDER_MARKS = Set.of(0xFEFF, 0xFFFE);

    private PromptText() {}

    /** Return the text without a byte order mark, which spreadsheets write; {@code null} after a problem. */
    static @Nullable String read(Path file, LineProblems problems) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (isUtf16(bytes)) {
            problems.add(1, "the file", "is UTF-16" + REMEDY);
            return null;
        }
        ByteBuffer left = ByteBuffer.wrap(bytes);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(left).toString();
            return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        } catch (CharacterCodingException malformed) {
            problems.add(lineAt(bytes, left.position()), "the file", "is not UTF-8" + REMEDY);
            return null;
        }
    }

    /** Recognise a byte order mark, or a character of ASCII in two bytes. */
    private static boolean isUtf16(byte[] bytes) {
        if (bytes.length < 2) {
            return false;
        }
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        return first == 0 || second == 0 || BYTE_ORDER_MARKS.contains(first << Byte.SIZE | second);
    }

    private static long lineAt(byte[] bytes, int position) {
        long line = 1;
        for (int i = 0; i < position; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return line;
    }
}
