package io.github.reactorchutes.error;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the beginning of an error body into text. Binary data and unknown codings yield empty text. */
final class BodyText {

    static final int MAX_BYTES = 4096;

    /** A wrong charset spoils a few characters, binary data every other one. */
    private static final int MAX_UNREADABLE_PERCENT = 10;

    private static final char REPLACEMENT = '\ufffd';

    private BodyText() {}

    static String of(byte[] body, Map<String, List<String>> headers) {
        byte[] beginning = body.length <= MAX_BYTES ? body : Arrays.copyOf(body, MAX_BYTES);
        byte[] plain = ContentCodings.decode(beginning, headers.getOrDefault("Content-Encoding", List.of()));
        String text = decode(plain, first(headers.get("Content-Type")));
        return isReadable(text) ? withoutControls(text) : "";
    }

    private static @Nullable String first(@Nullable List<String> values) {
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    private static String decode(byte[] bytes, @Nullable String contentType) {
        ByteOrderMark mark = ByteOrderMark.of(bytes);
        if (mark != null) {
            return decode(bytes, mark.length(), mark.charset());
        }
        Charset declared = BodyCharset.declared(bytes, contentType);
        if (declared != null) {
            return decode(bytes, 0, declared);
        }
        String text = decode(bytes, 0, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : decode(bytes, 0, BodyCharset.FALLBACK);
    }

    /** Drop a character that the size bound cuts. */
    private static String decode(byte[] bytes, int start, Charset charset) {
        ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
        CharBuffer out = CharBuffer.allocate(bytes.length - start + 1);
        charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .decode(in, out, false);
        return out.flip().toString();
    }

    private static boolean isReadable(String text) {
        long unreadable = text.chars().filter(BodyText::isUnreadable).count();
        return unreadable * 100 <= (long) text.length() * MAX_UNREADABLE_PERCENT;
    }

    private static boolean isUnreadable(int c) {
        return c == REPLACEMENT || isControl(c);
    }

    private static boolean isControl(int c) {
        return Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r';
    }

    private static String withoutControls(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.chars().filter(c -> !isControl(c)).forEach(c -> clean.append((char) c));
        return clean.toString();
    }
}
