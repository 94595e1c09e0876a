package io.github.reactorchutes.jobs;

import io.github.reactorchutes.jobs.Checkpoint.Point;
import io.github.reactorchutes.jobs.ChutesJobException.Reason;
import io.github.reactorchutes.request.VideoRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Writes one job, with its execution, in one transaction; or finds the job that has its key. */
final class Submission {

    private final JobContext jobs;

    private final RunningJobs running;

    private final JobSettings settings;

    private final VideoRequest request;

    private final Requests.Prepared prepared;

    private final String dedupeKey;

    private final String id;

    Submission(
            RunningJobs running, JobSettings settings, VideoRequest request, JobKey key, Requests.Prepared prepared) {
        this.running = running;
        this.jobs = running.context();
        this.settings = settings;
        this.request = request;
        this.prepared = prepared;
        this.dedupeKey = key.column(request.endpoint().name(), prepared.sha256());
        this.id = JobId.next(jobs.clock().millis());
    }

    Mono<Job> run(Scheduler scheduler) {
        return Mono.fromCallable(this::existing)
                .flatMap(found -> found.map(Mono::just).orElseGet(() -> insert(scheduler)))
                .map(Job::of);
    }

    private Optional<JobRow> existing() {
        return jobs.repository().findByKey(settings.account(), dedupeKey).map(this::requireSame);
    }

    private JobRow requireSame(JobRow row) {
        if (row.requestSha256().equals(prepared.sha256())
                && row.endpoint().equals(request.endpoint().name())) {
            return row;
        }
        throw new ChutesJobException(Reason.KEY_TAKEN, "the key belongs to job " + row.id() + " with another request");
    }

    private Mono<JobRow> insert(Scheduler scheduler) {
        return jobs.requests()
                .storeIfLarge(id, prepared.document())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .publishOn(scheduler)
                .flatMap(key -> inserted(key.orElse(null)));
    }

    private Mono<JobRow> inserted(@Nullable String requestKey) {
        NewJob job = new NewJob(
                id,
                settings.account(),
                dedupeKey,
                request.endpoint().name(),
                request.endpoint().url().toString(),
                prepared.sha256(),
                requestKey == null ? prepared.document() : null,
                requestKey,
                "submit");
        boolean created = jobs.repository().insert(job, (connection, row) -> {
            jobs.engine().schedule(connection, row.id(), jobs.clock().now());
            jobs.checkpoint().reached(Point.SUBMIT_UNCOMMITTED, row.id());
        });
        if (created) {
            running.context().engine().wake();
            return Mono.justOrEmpty(jobs.repository().find(id));
        }
        Mono<Void> cleanUp = requestKey == null ? Mono.empty() : jobs.requests().delete(id);
        return cleanUp.then(Mono.defer(() -> Mono.justOrEmpty(existing())));
    }
}
