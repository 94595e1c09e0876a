package io.github.reactorchutes.jobs;

import io.github.reactorchutes.jobs.Checkpoint.Point;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the changes of this worker's executions, and waits for a database that is away. Blocks. */
final class Ledger {

    private static final Logger logger = LoggerFactory.getLogger(Ledger.class);

    private static final long FIRST_WAIT_MILLIS = 50;

    private static final long MAX_WAIT_MILLIS = 5_000;

    private final JobRepository repository;

    private final String worker;

    private final FailureText failureText;

    private final Checkpoint checkpoint;

    private final BooleanSupplier closed;

    Ledger(
            JobRepository repository,
            String worker,
            FailureText failureText,
            Checkpoint checkpoint,
            BooleanSupplier closed) {
        this.repository = repository;
        this.worker = worker;
        this.failureText = failureText;
        this.checkpoint = checkpoint;
        this.closed = closed;
    }

    String worker() {
        return worker;
    }

    /**
     * Permit a call, or throw. When it returns, {@code SENDING} is committed. A retry after a call that may be billed is
     * refused, whatever the client's retry filter allows.
     */
    void begin(JobRun run) {
        if (run.isSent()) {
            throw new FencedException();
        }
        Change sending = Transitions.sending(run.claimed(), run.nextCall(), worker);
        if (repository.apply(run.claimed().id(), sending).isEmpty()) {
            throw new FencedException();
        }
        run.sent();
        checkpoint.reached(Point.SENDING_COMMITTED, run.claimed().id());
    }

    /** Take back the permission of a call that certainly cost nothing. */
    void refused(JobRun run, Throwable error) {
        run.refused();
        apply(run.claimed().id(), Transitions.refused(run.claimed(), worker, failureText.of(error)));
    }

    Optional<JobRow> apply(String id, Change change) {
        return apply(id, change, JobRepository.Also.NOTHING);
    }

    Optional<JobRow> apply(String id, Change change, JobRepository.Also also) {
        return persistently(() -> repository.apply(id, change, also));
    }

    Optional<JobRow> find(String id) {
        return persistently(() -> repository.find(id));
    }

    /** Repeat until the database answers; a paid video on the disk waits for it. */
    private <T> T persistently(Supplier<T> work) {
        for (long wait = FIRST_WAIT_MILLIS; ; wait = Math.min(2 * wait, MAX_WAIT_MILLIS)) {
            try {
                return work.get();
            } catch (ChutesJobException away) {
                if (away.reason() != ChutesJobException.Reason.DATABASE || closed.getAsBoolean()) {
                    throw away;
                }
                logger.warn("{}; trying again in {} ms", away.getMessage(), wait);
                pause(wait, away);
            }
        }
    }

    private static void pause(long millis, ChutesJobException away) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away;
        }
    }
}
