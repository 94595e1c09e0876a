package io.github.reactorchutes.examples.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 500ms}, {@code 30s}, {@code 1m30s}, {@code 2h} and ISO 8601 such as {@code PT1M}. */
final class DurationConverter implements ITypeConverter<Duration> {

    private static final Pattern MILLIS = Pattern.compile("(\\d{1,12})ms");

    private static final Pattern DAYS = Pattern.compile("(\\d{1,6})d");

    @Override
    public Duration convert(String text) {
        Duration duration = parse(text.strip().toLowerCase(Locale.ROOT), text);
        if (duration.isNegative() || duration.isZero()) {
            throw new TypeConversionException("'" + text + "' must be longer than zero");
        }
        return duration;
    }

    private static Duration parse(String duration, String asGiven) {
        Matcher millis = MILLIS.matcher(duration);
        if (millis.matches()) {
            return Duration.ofMillis(Long.parseLong(millis.group(1)));
        }
        Matcher days = DAYS.matcher(duration);
        if (days.matches()) {
            return Duration.ofDays(Long.parseLong(days.group(1)));
        }
        try {
            return Duration.parse(duration.startsWith("p") ? duration : "pt" + duration);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException(
                    "'" + asGiven + "' is not a duration; use 500ms, 30s, 5m, 1h30m, 30d or PT1M");
        }
    }
}
