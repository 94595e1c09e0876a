package io.github.reactorchutes.error;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The dates of RFC 9110, section 5.6.7: the current form and the two obsolete forms that recipients must accept. */
final class HttpDate {

    /** {@code Sunday, 06-Nov-94 08:49:37 GMT}; the century is derived from the current time. */
    private static final DateTimeFormatter RFC_850_OF_1900 = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("d-MMM-")
            .appendValueReduced(ChronoField.YEAR, 2, 2, 1900)
            .appendPattern(" HH:mm:ss 'GMT'")
            .toFormatter(Locale.ROOT);

    /** {@code Sun Nov  6 08:49:37 1994}. */
    private static final DateTimeFormatter ASCTIME = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("EEE MMM ppd HH:mm:ss yyyy")
            .toFormatter(Locale.ROOT);

    private static final String RFC_850_DAY = "(?i)(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,\\s+";

    private static final int CENTURY = 100;

    private static final int FUTURE_YEARS = 50;

    private HttpDate() {}

    static @Nullable Instant parse(String text, Instant now) {
        try {
            if (text.matches(RFC_850_DAY + ".*")) {
                return ofCentury(LocalDateTime.parse(text.replaceFirst(RFC_850_DAY, ""), RFC_850_OF_1900), now);
            }
            return text.indexOf(',') >= 0
                    ? ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant()
                    : LocalDateTime.parse(text, ASCTIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException notADate) {
            return null;
        }
    }

    /** A two-digit year more than 50 years ahead lies in the past. */
    private static Instant ofCentury(LocalDateTime of1900, Instant now) {
        LocalDateTime latest = LocalDateTime.ofInstant(now, ZoneOffset.UTC).plusYears(FUTURE_YEARS);
        LocalDateTime date = of1900;
        while (!date.plusYears(CENTURY).isAfter(latest)) {
            date = date.plusYears(CENTURY);
        }
        return date.toInstant(ZoneOffset.UTC);
    }
}
