package io.github.reactorchutes.test;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * A subscription and what was used of its caps, in dollars at the usual prices.
 *
 * @param monthlyPrice the price of a month
 * @param fourHourUsage what was used in the current four hours
 * @param monthlyUsage what was used in the current month
 */
record Subscription(double monthlyPrice, double fourHourUsage, double monthlyUsage) {

    private static final Duration BLOCK = Duration.ofHours(4);
    private static final double MONTHLY_CAP = 5;
    private static final double FOUR_HOUR_CAP = 75.0 / 180;

    double fourHourCap() {
        return monthlyPrice * FOUR_HOUR_CAP;
    }

    double monthlyCap() {
        return monthlyPrice * MONTHLY_CAP;
    }

    boolean isUsedUp() {
        return fourHourUsage >= fourHourCap() || monthlyUsage >= monthlyCap();
    }

    Subscription after(double usd) {
        return new Subscription(monthlyPrice, fourHourUsage + usd, monthlyUsage + usd);
    }

    static Instant fourHourReset(Instant now) {
        long block = now.getEpochSecond() / BLOCK.toSeconds();
        return Instant.ofEpochSecond((block + 1) * BLOCK.toSeconds());
    }

    static Instant monthlyReset(Instant now) {
        return now.atOffset(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .withDayOfMonth(1)
                .plusMonths(1)
                .toInstant();
    }
}
