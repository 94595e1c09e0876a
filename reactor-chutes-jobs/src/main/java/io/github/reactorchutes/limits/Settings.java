package io.github.reactorchutes.limits;

/**
 * What an account may do, as its row states.
 *
 * @param maxCalls calls in flight, in all processes together
 * @param maxRequests attempts within any period
 * @param periodMicros the length of the period
 * @param burst attempts that may follow each other immediately
 * @param followServer whether the limit that the platform states replaces {@code maxRequests}, for a period of a minute
 */
record Settings(int maxCalls, int maxRequests, long periodMicros, int burst, boolean followServer) {

    private static final long MINUTE = 60_000_000;

    /** Return the attempts within any period, given what the platform stated last; 0 if it stated nothing. */
    int requests(int stated) {
        return followServer && stated > 0 && periodMicros == MINUTE ? stated : maxRequests;
    }

    /**
     * Return the share of one of several processes: at least one call and one attempt.
     *
     * @param replicas the number of processes
     * @param stated the limit that the platform stated last; 0 if none
     */
    Settings share(int replicas, int stated) {
        int requests = Math.max(1, requests(stated) / replicas);
        int sharedBurst = Math.min(requests, Math.max(1, burst / replicas));
        return new Settings(Math.max(1, maxCalls / replicas), requests, periodMicros, sharedBurst, false);
    }
}
