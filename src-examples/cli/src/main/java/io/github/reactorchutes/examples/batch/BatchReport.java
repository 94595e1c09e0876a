package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.examples.batch.JobResult.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The results of a batch.
 *
 * @param results the result of each job, in the order of the file
 * @param time how long it took
 * @param stopReason why it stopped before its last job, or {@code null}
 */
public record BatchReport(
        List<JobResult> results, Duration time, @Nullable String stopReason) {

    /**
     * Count the jobs with an outcome.
     * @param outcome the outcome
     * @return the number of jobs
     */
    public long count(Outcome outcome) {
        return with(outcome).count();
    }

    /**
     * Count the jobs with an outcome by reason.
     *
     * @param outcome the outcome
     * @return the number of jobs by reason
     */
    public Map<String, Long> reasons(Outcome outcome) {
        return with(outcome).collect(Collectors.groupingBy(JobResult::reason, TreeMap::new, Collectors.counting()));
    }

    /** {@return the total size of the videos made by this run} */
    public long bytes() {
        return results.stream().mapToLong(JobResult::bytes).sum();
    }

    /** {@return the number of generations that this run may have paid without getting a video} */
    public long maybeBilled() {
        return with(Outcome.UNKNOWN).filter(result -> result.failure() != null).count();
    }

    /** {@return whether the batch ended because of an interruption} */
    public boolean interrupted() {
        return BatchStop.INTERRUPTED.equals(stopReason);
    }

    private Stream<JobResult> with(Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome);
    }
}
