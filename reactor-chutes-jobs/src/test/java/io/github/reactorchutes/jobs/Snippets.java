package io.github.reactorchutes.jobs;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.store.S3VideoStore;
import java.nio.file.Path;
import javax.sql.DataSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;

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

    static ChutesJobs s3(ChutesClient client) {
        // snippet: jobs-s3
        S3AsyncClient s3 = S3AsyncClient.builder().region(Region.EU_CENTRAL_1).build();

        ChutesJobs jobs = ChutesJobs.builder()
                .client(client)
                .directory(Path.of("/var/lib/videos"))
                .store(S3VideoStore.builder(s3, "my-videos").prefix("chutes").build())
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
