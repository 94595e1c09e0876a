package io.github.reactorchutes.benchmarks;

/** How long measurements take, and how often they are repeated. All times can be divided to try the script. */
record Pace(double warmUpSeconds, double settleSeconds, double sliceSeconds, int turns, int divisor) {

    static final String QUICK = "BENCHMARKS_QUICK";

    /** Until a JVM has loaded its classes, measured on two cores. */
    private static final double START = 1.5;

    /** On loopback: pessimistic, because each stream ends a video before and after a slice. */
    private static final double BYTES_PER_SECOND = 400e6;

    private static final double CONNECTIONS_PER_SECOND = 4_000;

    private static final double PAUSE = 0.1;

    /** More seconds of warm-up, for the scenarios that a client is not measured in. */
    private static final double ALONE = 13;

    /** Return the divisor of all times, for a run that only shows whether everything works. */
    static int requestedDivisor() {
        String quick = System.getenv(QUICK);
        return quick == null || quick.isEmpty() ? 1 : Integer.parseInt(quick);
    }

    /** Return the pace of clients that are measured in a single scenario. */
    Pace alone() {
        return new Pace(warmUpSeconds + ALONE, settleSeconds, sliceSeconds, turns, divisor);
    }

    long warmUpMillis(int schemes) {
        return millis(warmUpSeconds / schemes);
    }

    long settleMillis() {
        return millis(settleSeconds);
    }

    long sliceMillis() {
        return millis(sliceSeconds);
    }

    private long millis(double seconds) {
        return Math.max(1, (long) (seconds * 1000 / divisor));
    }

    /** Estimate the seconds until a client is warm. */
    double estimateOfAClient(int schemes) {
        return START + schemes * (estimate(warmUpMillis(schemes)) + PAUSE);
    }

    /** Estimate the seconds of all slices of a client in one scenario. */
    double estimateOfASeries(Scenario scenario) {
        double videos = (double) scenario.streams() * scenario.bytes() / BYTES_PER_SECOND;
        double opening = scenario.streams() / CONNECTIONS_PER_SECOND + videos;
        double around = Math.max(0, opening - leadInSeconds()) + videos + PAUSE;
        return estimate(settleMillis()) + turns * estimate(sliceMillis()) + (turns + 1) * around;
    }

    private double leadInSeconds() {
        return Math.min(Throughput.LEAD_IN_MILLIS, sliceMillis()) / 1000.0;
    }

    private static double estimate(long millis) {
        return (Math.min(Throughput.LEAD_IN_MILLIS, millis) + millis) / 1000.0;
    }
}
