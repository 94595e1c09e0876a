package io.github.reactorchutes.operation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The place of a part within the whole (RFC 9110, section 14.4).
 *
 * @param first the position of the first byte
 * @param total the size of the whole, or -1 if the server does not know it
 */
record ContentRange(long first, long total) {

    private static final Pattern RANGE = Pattern.compile("(?i)bytes\\s+(\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    /** Return the range, or {@code null} if the header is absent or makes no sense. */
    static @Nullable ContentRange parse(@Nullable String header) {
        Matcher range = RANGE.matcher(header == null ? "" : header.strip());
        if (!range.matches()) {
            return null;
        }
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        long total = range.group(3).equals("*") ? -1 : Long.parseLong(range.group(3));
        return first > last || (total >= 0 && last >= total) ? null : new ContentRange(first, total);
    }
}
