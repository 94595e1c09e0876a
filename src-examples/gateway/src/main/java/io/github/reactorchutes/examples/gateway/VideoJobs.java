package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.examples.gateway.Admissions.Admission;
import io.github.reactorchutes.jobs.ChutesJobException;
import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.jobs.Job;
import io.github.reactorchutes.jobs.JobKey;
import java.time.Duration;
import java.util.function.BiFunction;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** The generations in the background. Their ids are the keys of their jobs, so that a client can choose them. */
@Component
final class VideoJobs {

    private static final String KEY = "key:";

    private static final Duration RETRY = Duration.ofSeconds(1);

    private static final Duration SETTLING = Duration.ofMillis(50);

    private static final int LOOKS = 20;

    private final ChutesJobs jobs;

    private final LiveCalls calls;

    private final Retention retention;

    VideoJobs(ChutesJobs jobs, LiveCalls calls, Retention retention) {
        this.jobs = jobs;
        this.calls = calls;
        this.retention = retention;
    }

    /** {@return the id by which visitors know a job} */
    static String idOf(Job job) {
        return job.key().substring(KEY.length());
    }

    /** Return a generation, whichever process it is in, or empty if there is none. */
    Mono<Job> find(String id) {
        return Mono.defer(() -> jobs.find(JobKey.of(id))).onErrorComplete(IllegalArgumentException.class);
    }

    /** Emit each change of a job until it is settled. It is looked at each second, and more often after its call. */
    Flux<Job> watch(Job job) {
        return Flux.merge(jobs.watch(job.id()), calls.ends(job.id()).switchMap(end -> settling(job)))
                .distinctUntilChanged()
                .takeUntil(now -> now.state().isSettled());
    }

    private Flux<Job> settling(Job job) {
        return Flux.interval(SETTLING).take(LOOKS).onBackpressureDrop().concatMap(look -> jobs.get(job.id()), 1);
    }

    /**
     * Submit a generation. It continues after the visitor disconnects, also while it is submitted.
     *
     * @param id the id of the generation; if it exists already, nothing is started
     * @param admission the admitted request; its upload is released when the job is on disk, and its permit when nothing
     *     more happens to the job by itself
     * @return the job
     */
    Mono<Job> start(String id, Admission admission) {
        Mono<Job> submitted = retention
                .makeRoom()
                .then(Mono.defer(() -> jobs.submit(admission.request(), JobKey.of(id))))
                .onErrorResume(ChutesJobException.class, taken -> existing(id, taken))
                .doOnSuccess(job -> holdUntilSettled(job, admission.held()))
                .doOnError(failed -> admission.held().dispose());
        return detached(submitted);
    }

    private Mono<Job> existing(String id, ChutesJobException failure) {
        return failure.reason() == ChutesJobException.Reason.KEY_TAKEN ? find(id) : Mono.error(failure);
    }

    private void holdUntilSettled(Job job, Held held) {
        held.upload().dispose();
        release(job, held.permit());
    }

    /** A database that is away does not end the job, so its permit stays taken. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void release(Job job, Disposable permit) {
        watch(job)
                .retryWhen(
                        Retry.backoff(Long.MAX_VALUE, RETRY).maxBackoff(RETRY).filter(VideoJobs::mayPass))
                .then(retention.sweep())
                .onErrorComplete()
                .doFinally(end -> permit.dispose())
                .subscribe();
    }

    private static boolean mayPass(Throwable failure) {
        return failure instanceof ChutesJobException job && job.reason() == ChutesJobException.Reason.DATABASE;
    }

    /** Cancel a job that is under way, or delete one that has ended with its video. */
    Mono<Void> remove(Job job, String by) {
        if (job.state().isUndecided()) {
            return Mono.error(Problems.undecided());
        }
        return job.state().isEnded()
                ? jobs.delete(job.id())
                : jobs.cancel(job.id(), by).then();
    }

    /**
     * Generate an undecided job again, which may be paid in addition.
     *
     * @param job the job
     * @param by who decides
     * @param permit the visitor's permit; released when the job is settled again, or if it cannot be resent
     * @return the job
     */
    Mono<Job> resend(Job job, String by, Disposable permit) {
        Mono<Job> resent = decided(job, by, jobs::resend)
                .doOnSuccess(again -> release(again, permit))
                .doOnError(refused -> permit.dispose());
        return detached(resent);
    }

    /** Accept that an undecided job has no video. */
    Mono<Job> accept(Job job, String by) {
        return decided(job, by, jobs::accept);
    }

    private static Mono<Job> decided(Job job, String by, BiFunction<String, String, Mono<Job>> decision) {
        return job.state().isUndecided()
                ? decision.apply(job.id(), by).onErrorMap(VideoJobs::isDecided, decided -> Problems.alreadyDecided())
                : Mono.error(Problems.alreadyDecided());
    }

    private static boolean isDecided(Throwable failure) {
        return failure instanceof ChutesJobException job && job.reason() == ChutesJobException.Reason.WRONG_STATE;
    }

    private static <T> Mono<T> detached(Mono<T> work) {
        return Mono.defer(() -> Mono.fromFuture(work.toFuture(), true));
    }
}
