package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.jobs.Job;
import io.github.reactorchutes.jobs.JobFilter;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The jobs that wait to be sent, in the order of their submission, as of the last second. */
@Component
final class WaitingLine {

    private static final Duration FRESH = Duration.ofMillis(500);

    private final Mono<List<String>> line;

    WaitingLine(ChutesJobs jobs) {
        this.line = Mono.defer(() -> jobs.list(JobFilter.in(io.github.reactorchutes.jobs.JobState.QUEUED))
                        .map(Job::id)
                        .collectList())
                .cache(ids -> FRESH, error -> Duration.ZERO, () -> Duration.ZERO);
    }

    /** Return the place of a job that waits, from 1. The ids of jobs ascend, also those of jobs that are not here yet. */
    Mono<Integer> placeOf(String job) {
        return line.map(ids ->
                1 + (int) ids.stream().filter(id -> id.compareTo(job) < 0).count());
    }
}
