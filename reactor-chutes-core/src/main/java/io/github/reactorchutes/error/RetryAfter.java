package io.github.reactorchutes.error;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Retry-After} header of RFC 9110, section 10.2.3: whole seconds, or an HTTP date relative to the clock of
 * the server that wrote it.
 */
final class RetryAfter {

    /** A longer wait means never; within this bound a duration fits into a long of nanoseconds. */
    static final Duration MAX = Duration.ofDays(365);

    private static final String SECONDS = "[0-9]{1,100}";

    private static final int SAFE_DIGITS = 10;

    private RetryAfter() {}

    /**
     * Parse how long to wait.
     *
     * @param value the header's value
     * @param date the {@code Date} of the same response
     * @param now this machine's time, for a response without a date
     */
    static @Nullable Duration parse(@Nullable String value, @Nullable String date, Instant now) {
        if (value == null) {
            return null;
        }
        String text = value.strip();
        return text.matches(SECONDS) ? seconds(text) : untilDate(text, date, now);
    }

    private static Duration seconds(String digits) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() > SAFE_DIGITS ? MAX : atMost(Duration.ofSeconds(Long.parseLong(significant)));
    }

    private static @Nullable Duration untilDate(String text, @Nullable String date, Instant now) {
        Instant until = HttpDate.parse(text, now);
        if (until == null) {
            return null;
        }
        Instant sent = date == null ? null : HttpDate.parse(date.strip(), now);
        Duration wait = Duration.between(sent == null ? now : sent, until);
        return wait.isNegative() ? Duration.ZERO : atMost(wait);
    }

    private static Duration atMost(Duration wait) {
        return wait.compareTo(MAX) > 0 ? MAX : wait;
    }
}
