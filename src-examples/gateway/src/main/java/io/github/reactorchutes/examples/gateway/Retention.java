package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.jobs.ChutesJobException;
import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.jobs.Job;
import io.github.reactorchutes.jobs.JobFilter;
import io.github.reactorchutes.store.StoredVideo;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps the ended jobs within the bounds of {@link GatewayProperties}. Undecided ones stay until somebody decides. Every
 * gateway with the same database does it: a job that another one has deleted is gone.
 */
@Component
final class Retention {

    private static final Logger logger = LoggerFactory.getLogger(Retention.class);

    private final ChutesJobs jobs;

    private final GatewayProperties bounds;

    Retention(ChutesJobs jobs, GatewayProperties bounds) {
        this.jobs = jobs;
        this.bounds = bounds;
    }

    /** Make room for one more job, or fail if there is nothing to delete. Several at once may exceed the bound. */
    Mono<Void> makeRoom() {
        return all().flatMap(rows -> {
            int surplus = rows.size() + 1 - bounds.maxVideos();
            List<Job> oldest = rows.stream()
                    .filter(job -> job.state().isEnded())
                    .limit(Math.max(0, surplus))
                    .toList();
            return oldest.size() < surplus ? Mono.error(Problems.full(bounds.maxVideos())) : delete(oldest);
        });
    }

    @Scheduled(fixedDelayString = "PT30S")
    void sweepNow() {
        sweep().onErrorResume(away -> {
                    logger.warn("Expired videos could not be deleted: {}", away.getMessage());
                    return Mono.empty();
                })
                .block();
    }

    /** Delete what has expired by the clock of the database, and the oldest videos beyond the storage. */
    Mono<Void> sweep() {
        return jobs.purge(bounds.keep()).then(all()).flatMap(rows -> delete(surplus(rows)));
    }

    private Mono<List<Job>> all() {
        return jobs.list(JobFilter.all()).collectList();
    }

    private List<Job> surplus(List<Job> rows) {
        List<Job> surplus = new ArrayList<>();
        long stored = 0;
        for (int newest = rows.size() - 1; newest >= 0; newest--) {
            StoredVideo video = rows.get(newest).video();
            stored += video == null ? 0 : video.bytes();
            if (video != null && stored > bounds.maxStorage().toBytes()) {
                surplus.add(rows.get(newest));
            }
        }
        return surplus;
    }

    private Mono<Void> delete(List<Job> surplus) {
        return Flux.fromIterable(surplus)
                .concatMap(job -> jobs.delete(job.id()).onErrorComplete(Retention::isAlreadyDone))
                .then();
    }

    private static boolean isAlreadyDone(Throwable failure) {
        return failure instanceof ChutesJobException job
                && (job.reason() == ChutesJobException.Reason.NOT_FOUND
                        || job.reason() == ChutesJobException.Reason.WRONG_STATE);
    }
}
