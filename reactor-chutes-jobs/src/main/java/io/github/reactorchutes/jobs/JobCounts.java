package io.github.reactorchutes.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many jobs are in which state, at one moment and of all accounts. Jobs that are {@code DONE} are not counted: the
 * database would have to read every one of them.
 *
 * @since 0.1.0
 */
public final class JobCounts {

    /** The states that are counted. */
    static final Set<JobState> COUNTED = EnumSet.complementOf(EnumSet.of(JobState.DONE));

    private static final Set<JobState> WAITING = EnumSet.of(JobState.QUEUED, JobState.RETRY_AT);

    private final Map<JobState, Long> byState = new EnumMap<>(JobState.class);

    private final @Nullable Instant oldestWaiting;

    private final Duration oldestWait;

    /**
     * Count groups of jobs.
     *
     * @param groups those that are not empty
     * @param now the time of the database
     */
    JobCounts(Map<JobState, Group> groups, Instant now) {
        COUNTED.forEach(state -> byState.put(state, 0L));
        groups.forEach((state, group) -> byState.put(state, group.jobs()));
        this.oldestWaiting = WAITING.stream()
                .map(groups::get)
                .filter(group -> group != null)
                .map(group -> JobId.time(group.oldest()))
                .min(Instant::compareTo)
                .orElse(null);
        Duration wait = oldestWaiting == null ? Duration.ZERO : Duration.between(oldestWaiting, now);
        this.oldestWait = wait.isNegative() ? Duration.ZERO : wait;
    }

    /** The jobs of one state: how many, and the id of the first one. */
    record Group(long jobs, String oldest) {}

    /** {@return the number of jobs in each state, 0 or more; without {@code DONE}} */
    public Map<JobState, Long> byState() {
        return Collections.unmodifiableMap(byState);
    }

    /** {@return the number of jobs that wait for a worker or their next try: {@code QUEUED} or {@code RETRY_AT}} */
    public long waiting() {
        return WAITING.stream().mapToLong(this::number).sum();
    }

    /** {@return the number of jobs that wait for a decision: {@code UNKNOWN} or {@code LOST}} */
    public long undecided() {
        return COUNTED.stream()
                .filter(JobState::isUndecided)
                .mapToLong(this::number)
                .sum();
    }

    private long number(JobState state) {
        return byState.getOrDefault(state, 0L);
    }

    /** {@return when the oldest job that still waits was submitted, or {@code null} if none waits} */
    public @Nullable Instant oldestWaiting() {
        return oldestWaiting;
    }

    /** {@return for how long that job has existed, by the clock of the database; zero if none waits} */
    public Duration oldestWait() {
        return oldestWait;
    }

    @Override
    public String toString() {
        return "JobCounts[" + byState + ", oldest wait " + oldestWait + "]";
    }
}
