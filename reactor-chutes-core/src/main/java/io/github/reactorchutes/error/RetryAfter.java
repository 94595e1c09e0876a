package io.github.reactorchutes.error;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The {@code Retry-After} header of RFC 9110, section 10.2.3: whole seconds or an HTTP date. */
final class RetryAfter {

    /** Ten digits are over 30 years: a longer number is no time to wait. */
    private static final String SECONDS = "\\d{1,10}";

    private RetryAfter() {}

    static @Nullable Duration parse(@Nullable String value, Instant now) {
        if (value == null) {
            return null;
        }
        String text = value.strip();
        return text.matches(SECONDS) ? Duration.ofSeconds(Long.parseLong(text)) : untilDate(text, now);
    }

    private static @Nullable Duration untilDate(String text, Instant now) {
        try {
            Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO;
        } catch (DateTimeException notADate) {
            return null;
        }
    }
}
