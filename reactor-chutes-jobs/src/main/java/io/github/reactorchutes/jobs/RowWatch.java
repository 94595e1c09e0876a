package io.github.reactorchutes.jobs;

import io.github.reactorchutes.jobs.Checkpoint.Point;
import io.github.reactorchutes.jobs.JobRun.Stop;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the progress of a call to its row, and reads whether the call is still wanted. If the database is away, the
 * call goes on, and the row follows when the database is back.
 */
final class RowWatch {

    private static final Logger logger = LoggerFactory.getLogger(RowWatch.class);

    private final JobContext jobs;

    private final JobRun run;

    private boolean headPending;

    private @Nullable String invocationId;

    private long written;

    RowWatch(JobContext jobs, JobRun run) {
        this.jobs = jobs;
        this.run = run;
    }

    void head(@Nullable String id) {
        jobs.checkpoint().reached(Point.HEAD_SEEN, run.claimed().id());
        invocationId = id;
        headPending = true;
        quietly(this::writeHead);
    }

    void look() {
        quietly(() -> {
            writeHead();
            writeBytes();
            read();
        });
    }

    private void writeHead() {
        if (headPending) {
            JobRow claimed = run.claimed();
            jobs.repository()
                    .apply(
                            claimed.id(),
                            Transitions.receiving(claimed, jobs.ledger().worker(), invocationId));
            headPending = false;
            jobs.checkpoint().reached(Point.RECEIVING_COMMITTED, claimed.id());
        }
    }

    private void writeBytes() {
        long bytes = run.bytes();
        if (bytes != written) {
            jobs.repository().progress(run.claimed().id(), run.claimed().epoch(), bytes);
            written = bytes;
        }
    }

    private void read() {
        Optional<JobRow> row = jobs.repository().find(run.claimed().id());
        if (row.isPresent() && row.get().epoch() == run.claimed().epoch()) {
            if (row.get().cancelRequested()) {
                run.stop(Stop.CANCELLED);
            }
        } else if (!run.isSent()) {
            run.stop(Stop.FENCED);
        }
    }

    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (ChutesJobException away) {
            logger.debug("The row of a call under way follows later: {}", away.getMessage());
        }
    }
}
