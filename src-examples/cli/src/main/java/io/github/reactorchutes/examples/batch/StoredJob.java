package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.jobs.JobKey;
import io.github.reactorchutes.jobs.JobState;
import java.util.Locale;
import java.util.Objects;

/**
 * A line of the prompt file and its row in the store. The name of the line is the key of the row, so that the same line
 * is one job for every process, as it is for the journal.
 *
 * @param line the line
 * @param row its job
 */
record StoredJob(Job line, io.github.reactorchutes.jobs.Job row) {

    static JobKey keyOf(Job line) {
        return JobKey.of(line.name());
    }

    JobState state() {
        return row.state();
    }

    /** Return whether it ended without a video and certainly cost nothing. */
    boolean isFree() {
        return state() == JobState.FAILED && row.paidCalls() == 0;
    }

    /** Return why there is no video, in the words of the row. */
    String reason() {
        return Objects.requireNonNullElse(row.error(), state().name().toLowerCase(Locale.ROOT));
    }
}
