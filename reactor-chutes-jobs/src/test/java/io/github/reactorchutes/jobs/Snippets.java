package io.github.reactorchutes.jobs;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.request.TextToVideoRequest;
import java.nio.file.Path;
import javax.sql.DataSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The code of the documentation. */
final class Snippets {

    private Snippets() {}

    static Mono<Job> jobs(ChutesClient client, TextToVideoRequest request) {
        // snippet: jobs
        ChutesJobs jobs =
                ChutesJobs.builder().client(client).directory(Path.of("data")).build();

        Mono<Job> done = jobs.start()
                .then(jobs.submit(request))
                .flatMap(job -> jobs.watch(job.id()).last());
        // end
        return done;
    }

    static ChutesJobs shared(ChutesClient client, DataSource dataSource) {
        // snippet: jobs-shared
        ChutesJobs jobs = ChutesJobs.builder()
                .client(client)
                .directory(Path.of("/var/lib/videos"))
                .dataSource(dataSource)
                .threads(20)
                .build();
        // end
        return jobs;
    }

    static Flux<Job> undecided(ChutesJobs jobs) {
        // snippet: jobs-decide
        Flux<Job> undecided = jobs.list(JobFilter.in(JobState.UNKNOWN, JobState.LOST));
        Flux<Job> again = undecided.concatMap(job -> jobs.resend(job.id(), "ann@example.com"));
        // end
        return again;
    }
}
