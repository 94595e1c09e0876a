package io.github.reactorchutes.jobs;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.jobs.Checkpoint.Point;
import io.github.reactorchutes.jobs.JobRun.Signal;
import io.github.reactorchutes.jobs.JobRun.Stop;
import io.github.reactorchutes.request.VideoRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Executes jobs on the engine's threads, which wait for the calls. What may follow from a row is decided here alone: a
 * row that may have been sent is never sent again.
 */
final class JobWorker implements Engine.Handler {

    private static final Logger logger = LoggerFactory.getLogger(JobWorker.class);

    /** How long to load a request from the store. */
    private static final Duration LOAD_TIMEOUT = Duration.ofMinutes(2);

    private final JobContext jobs;

    private final ChutesClient client;

    private final Archivist archivist;

    private final Map<String, JobRun> running = new ConcurrentHashMap<>();

    private volatile boolean closing;

    JobWorker(JobContext jobs, ChutesClient client) {
        this.jobs = jobs;
        this.client = client;
        this.archivist = new Archivist(jobs);
    }

    Archivist archivist() {
        return archivist;
    }

    @Override
    public @Nullable Instant execute(String id) {
        Optional<JobRow> found = jobs.ledger().find(id);
        if (found.isEmpty()) {
            return null;
        }
        JobRow row = found.get();
        switch (row.state()) {
            case QUEUED, RETRY_AT -> take(row);
            case SENDING, RECEIVING -> decide(row);
            case STORING -> archivist.resume(row);
            default -> logger.debug("Job {} has already ended", id);
        }
        return nextExecution(id);
    }

    /** The process that executed the job is gone, or so it seems; or this library failed. */
    @Override
    public @Nullable Instant afterDeath(String id) {
        jobs.ledger().find(id).ifPresent(this::decide);
        return nextExecution(id);
    }

    private void decide(JobRow row) {
        String worker = jobs.ledger().worker();
        if (row.state() == JobState.SENDING) {
            settle(row.id(), Transitions.unknown(row, worker, "the worker is gone, and its call may be billed"));
        } else if (row.state() == JobState.RECEIVING) {
            settle(row.id(), Transitions.lost(row, worker, "the worker is gone, and its video with it"));
        }
    }

    /** Write what nobody but a person or a policy may undo. A whole video on this machine is better news than both. */
    private void settle(String id, Change change) {
        jobs.ledger().apply(id, change).ifPresent(row -> {
            logger.warn("Job {} is {}: {}", id, row.state(), row.error());
            archivist.salvage(row);
            resendByPolicy(id);
        });
    }

    private void resendByPolicy(String id) {
        jobs.ledger()
                .find(id)
                .filter(row -> row.state().isUndecided() && row.paidCalls() < jobs.maxPaidCalls())
                .ifPresent(row -> jobs.ledger().apply(id, Transitions.resend(row), jobs.scheduledNow()));
    }

    private @Nullable Instant nextExecution(String id) {
        return jobs.ledger().find(id).map(this::nextExecution).orElse(null);
    }

    private @Nullable Instant nextExecution(JobRow row) {
        return switch (row.state()) {
            case QUEUED -> jobs.clock().now();
            case RETRY_AT -> Instant.ofEpochMilli(row.retryAt());
            case STORING ->
                Instant.ofEpochMilli(Math.max(row.retryAt(), jobs.clock().millis()));
            case SENDING, RECEIVING -> jobs.clock().now().plus(jobs.deadAfter());
            default -> null;
        };
    }

    @Override
    public void removed(String id) {
        jobs.ledger()
                .find(id)
                .map(this::nextExecution)
                .ifPresent(at -> jobs.repository().schedule(id, at, jobs.engine()));
    }

    private void take(JobRow row) {
        if (closing || row.retryAt() > jobs.clock().millis()) {
            return;
        }
        jobs.ledger()
                .apply(row.id(), Transitions.claim(row, jobs.ledger().worker()))
                .ifPresent(this::run);
    }

    private void run(JobRow claimed) {
        jobs.checkpoint().reached(Point.TAKEN, claimed.id());
        JobRun run = new JobRun(claimed);
        running.put(claimed.id(), run);
        try {
            finish(run, await(run, load(claimed).flatMap(request -> call(run, request))));
        } finally {
            running.remove(claimed.id(), run);
        }
    }

    private Mono<VideoRequest> load(JobRow claimed) {
        return Mono.defer(() -> jobs.requests().load(claimed, jobs.repository().request(claimed.id())))
                .timeout(LOAD_TIMEOUT);
    }

    private Mono<SpooledVideo> call(JobRun run, VideoRequest request) {
        JobRow claimed = run.claimed();
        return client.exchange(request)
                .flatMap(response -> jobs.spool()
                        .save(
                                claimed.id(),
                                claimed.epoch(),
                                response.peekBody(buffer -> run.received(buffer.readableByteCount()))
                                        .body()))
                .contextWrite(context -> context.put(JobRun.class, run));
    }

    /** Wait for the end of the call; meanwhile write its progress and look whether it is still wanted. */
    private Signal await(JobRun run, Mono<SpooledVideo> call) {
        Disposable running = call.subscribe(
                video -> run.signals().add(new Signal.Saved(video)),
                error -> run.signals().add(new Signal.Failed(error)));
        if (closing) {
            run.stop(Stop.CLOSING);
        }
        RowWatch watch = new RowWatch(jobs, run);
        try {
            while (true) {
                Signal signal = run.signals().poll(jobs.progressInterval().toMillis(), TimeUnit.MILLISECONDS);
                if (signal == null) {
                    watch.look();
                } else if (signal instanceof Signal.Head head) {
                    watch.head(head.invocationId());
                } else if (!(signal instanceof Signal.Stopped stopped) || mayStop(run, stopped.reason())) {
                    return signal;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Signal.Failed(e);
        } finally {
            running.dispose();
        }
    }

    /** A call that was sent goes on, unless somebody cancelled it: its video is paid. */
    private static boolean mayStop(JobRun run, Stop reason) {
        return reason == Stop.CANCELLED || !run.isSent();
    }

    private void finish(JobRun run, Signal signal) {
        if (signal instanceof Signal.Saved saved) {
            jobs.checkpoint().reached(Point.SPOOLED, run.claimed().id());
            archivist.keep(run.claimed(), saved.video());
        } else if (signal instanceof Signal.Stopped stopped) {
            stopped(run, stopped.reason());
        } else if (signal instanceof Signal.Failed failed) {
            failed(run, failed.error());
        }
    }

    private void stopped(JobRun run, Stop reason) {
        JobRow claimed = run.claimed();
        String worker = jobs.ledger().worker();
        if (reason == Stop.CANCELLED) {
            jobs.ledger().apply(claimed.id(), Transitions.cancelled(claimed, worker));
        } else if (reason == Stop.CLOSING) {
            jobs.ledger().apply(claimed.id(), Transitions.giveBack(claimed, worker));
        }
    }

    private void failed(JobRun run, Throwable error) {
        JobRow claimed = run.claimed();
        String worker = jobs.ledger().worker();
        Throwable cause = run.failure() == null ? error : run.failure();
        String reason = jobs.failureText().of(cause);
        if (run.isSent()) {
            boolean billed = run.isHeadSeen() || isBilled(cause);
            settle(
                    claimed.id(),
                    billed ? Transitions.lost(claimed, worker, reason) : Transitions.unknown(claimed, worker, reason));
        } else if (closing) {
            jobs.ledger().apply(claimed.id(), Transitions.giveBack(claimed, worker));
        } else if (jobs.retryTimes().allows(claimed, error)) {
            long at = jobs.clock().millis()
                    + jobs.retryTimes().next(claimed.refusals(), error).toMillis();
            jobs.ledger().apply(claimed.id(), Transitions.retryAt(claimed, worker, at, reason));
        } else if (!(error instanceof FencedException)) {
            jobs.ledger().apply(claimed.id(), Transitions.failed(claimed, worker, reason));
        }
    }

    private static boolean isBilled(Throwable error) {
        return error instanceof ChutesBodyException
                || (error instanceof ChutesResponseException answer
                        && answer.reason() == ChutesResponseException.Reason.NOT_A_VIDEO);
    }

    /** Cancel a call of this process at once; others see the request in the row. */
    void cancel(String id) {
        JobRun run = running.get(id);
        if (run != null) {
            run.stop(Stop.CANCELLED);
        }
    }

    /** Take no further job, and give back those that were not sent. */
    void close() {
        closing = true;
        running.values().forEach(run -> run.stop(Stop.CLOSING));
    }
}
