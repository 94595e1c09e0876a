package io.github.reactorchutes.jobs;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects jobs, in the order of their submission.
 *
 * @since 0.1.0
 */
public final class JobFilter {

    private static final JobFilter ALL = new JobFilter(EnumSet.allOf(JobState.class), null);

    private final Set<JobState> states;

    private final @Nullable String after;

    private JobFilter(Set<JobState> states, @Nullable String after) {
        this.states = states;
        this.after = after;
    }

    /** {@return all jobs} */
    public static JobFilter all() {
        return ALL;
    }

    /**
     * Select by state.
     *
     * @param first a state
     * @param more further states
     * @return the jobs that are in one of these states when they are read
     */
    public static JobFilter in(JobState first, JobState... more) {
        return new JobFilter(EnumSet.of(first, more), null);
    }

    /**
     * Begin behind a job, for the next page of a list.
     *
     * @param id the id of the last job of the previous page
     * @return the changed filter
     */
    public JobFilter after(String id) {
        return new JobFilter(states, JobId.require(id));
    }

    Set<JobState> states() {
        return states;
    }

    @Nullable
    String after() {
        return after;
    }

    @Override
    public String toString() {
        return "JobFilter[" + states + (after == null ? "" : " after " + after) + "]";
    }
}
