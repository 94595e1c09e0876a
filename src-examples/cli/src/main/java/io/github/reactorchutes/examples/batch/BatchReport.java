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
 * What became of a batch.
 *
 * @param results one for each job, in the order of the file
 * @param time how long it took
 * @param stopReason why it ended before its last job, or {@code null}
 */
public record BatchReport(
        List<JobResult> results, Duration time, @Nullable String stopReason) {

    /**
     * Return the jobs that ended so.
     *
     * @param outcome the kind of end
     * @return their number
     */
    public long count(Outcome outcome) {
        return with(outcome).count();
    }

    /**
     * Return the jobs that ended so, by the reason.
     *
     * @param outcome the kind of end
     * @return the number for each reason, by its name
     */
    public Map<String, Long> reasons(Outcome outcome) {
        return with(outcome).collect(Collectors.groupingBy(JobResult::reason, TreeMap::new, Collectors.counting()));
    }

    /**
     * Return the bytes that this run received.
     *
     * @return the size of all videos made
     */
    public long bytes() {
        return results.stream().mapToLong(JobResult::bytes).sum();
    }

    /**
     * Return the generations that this run may have paid without a video to show for it.
     *
     * @return their number
     */
    public long maybeBilled() {
        return with(Outcome.UNKNOWN).filter(result -> result.failure() != null).count();
    }

    /**
     * Return whether the batch was interrupted.
     *
     * @return whether that is why it ended
     */
    public boolean interrupted() {
        return BatchStop.INTERRUPTED.equals(stopReason);
    }

    private Stream<JobResult> with(Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome);
    }
}
