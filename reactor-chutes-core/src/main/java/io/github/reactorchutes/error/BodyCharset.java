package io.github.reactorchutes.error;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The charset that a response declares, in its header or in an HTML page. */
final class BodyCharset {

    /** The charset of undeclared text that is not valid UTF-8; it decodes any byte. */
    static final Charset FALLBACK = StandardCharsets.ISO_8859_1;

    private static final Pattern PARAMETER = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([\\w:.-]{1,40})");

    private static final Pattern META =
            Pattern.compile("(?i)<meta\\b[^>]{0,200}?charset\\s*=\\s*[\"']?([\\w:.-]{1,40})");

    /**
     * The charsets of the Web, which the JDK has built in. Looking up any other name searches the class path for
     * providers each time, on the event loop.
     */
    private static final Pattern KNOWN = Pattern.compile("utf-?8|utf-16(?:be|le)?|us-ascii|ascii|latin1"
            + "|iso-8859-(?:[1-9]|13|15)|windows-125[0-8]|koi8-[ru]|gb2312|gbk|gb18030|big5|shift_jis|euc-jp|euc-kr");

    private BodyCharset() {}

    static @Nullable Charset declared(byte[] bytes, @Nullable String contentType) {
        String name = contentType == null ? null : find(PARAMETER, contentType);
        if (name == null) {
            String page = new String(bytes, 0, Math.min(bytes.length, 1024), StandardCharsets.ISO_8859_1);
            name = find(META, page);
        }
        return name == null ? null : forName(name.toLowerCase(Locale.ROOT), bytes);
    }

    private static @Nullable String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }

    private static @Nullable Charset forName(String name, byte[] bytes) {
        if (name.equals("utf-16")) {
            return bytes.length > 0 && bytes[0] == 0 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
        }
        if (!KNOWN.matcher(name).matches()) {
            return null;
        }
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return null;
        }
    }
}
