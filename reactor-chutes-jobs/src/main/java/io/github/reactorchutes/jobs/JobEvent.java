package io.github.reactorchutes.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of a job's state, as it was recorded in the same transaction.
 *
 * @since 0.1.0
 */
public final class JobEvent {

    private final Instant at;

    private final String by;

    private final @Nullable JobState from;

    private final JobState to;

    private final long epoch;

    private final @Nullable String detail;

    JobEvent(Instant at, String by, @Nullable JobState from, JobState to, long epoch, @Nullable String detail) {
        this.at = at;
        this.by = by;
        this.from = from;
        this.to = to;
        this.epoch = epoch;
        this.detail = detail;
    }

    /** {@return when it happened, by the clock of the database} */
    public Instant at() {
        return at;
    }

    /** {@return who changed it: the name of a worker, {@code policy}, or the person who decided} */
    public String by() {
        return by;
    }

    /** {@return the state before, or {@code null} for the submission} */
    public @Nullable JobState from() {
        return from;
    }

    /** {@return the state after} */
    public JobState to() {
        return to;
    }

    /** {@return the epoch of the job after the change} */
    public long epoch() {
        return epoch;
    }

    /** {@return why it changed, or {@code null} if the states say it} */
    public @Nullable String detail() {
        return detail;
    }

    @Override
    public String toString() {
        return at + " " + by + ": " + from + " -> " + to + (detail == null ? "" : " (" + detail + ")");
    }
}
