package io.github.reactorchutes.limits;

/**
 * A pace by the generic cell rate algorithm: one theoretical arrival time (TAT) states all that is past.
 *
 * <p>Of B attempts in a burst and one for each interval T, at most {@code B - 1 + ceil(P / T)} fall into any period P. T
 * is chosen so that this is the number of attempts that a period allows.
 *
 * @param burst B
 * @param intervalMicros T
 */
record Pace(int burst, long intervalMicros) {

    static Pace of(Settings settings, int stated) {
        int requests = settings.requests(stated);
        int burst = Math.min(settings.burst(), requests);
        long intervals = requests - burst + 1L;
        return new Pace(burst, (settings.periodMicros() + intervals - 1) / intervals);
    }

    /** Return how long an attempt must wait; 0 or less if it may be sent now. */
    long waitMicros(long tat, long now) {
        return tat - (burst - 1) * intervalMicros - now;
    }

    long afterAttempt(long tat, long now) {
        return Math.max(tat, now) + intervalMicros;
    }

    long withoutAttempt(long tat) {
        return tat - intervalMicros;
    }
}
