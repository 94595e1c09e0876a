package io.github.reactorchutes.test;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One range of bytes.
 *
 * @param from the first byte
 * @param length how many bytes
 */
record ByteRange(long from, long length) {

    /** Also for what is not one range of bytes, which a server may ignore. */
    static final ByteRange ALL = new ByteRange(0, Long.MAX_VALUE);

    static final ByteRange UNSATISFIABLE = new ByteRange(0, 0);

    private static final Pattern FROM = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");
    private static final Pattern LAST = Pattern.compile("bytes=-(\\d{1,18})");

    static ByteRange parse(String header, long size) {
        Matcher from = FROM.matcher(header.strip());
        if (from.matches()) {
            long last = from.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(from.group(2)));
            return of(Long.parseLong(from.group(1)), last, size);
        }
        Matcher last = LAST.matcher(header.strip());
        return last.matches() ? of(Math.max(0, size - Long.parseLong(last.group(1))), size - 1, size) : ALL;
    }

    private static ByteRange of(long first, long last, long size) {
        return first >= size || last < first ? UNSATISFIABLE : new ByteRange(first, last - first + 1);
    }

    String header(long size) {
        return "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }
}
