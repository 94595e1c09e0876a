package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.jobs.ChutesJobs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import reactor.core.publisher.Mono;

/** A command that reads or decides durable jobs. It executes none, and needs no token. */
abstract class JobsQuery extends ReportCommand {

    @Mixin
    private final StoreOptions store = new StoreOptions();

    JobsQuery(Shell shell) {
        super(shell);
    }

    @Override
    final int report(PrintWriter out, Progress progress) throws IOException {
        StoreLocation location = store.location(shell());
        requireLocation(location);
        try (Store opened = Store.openExisting(location, Path.of(""));
                ChutesClient client = ChutesClient.builder().apiToken("none").build();
                ChutesJobs jobs = opened.jobs(client).createTables(false).build()) {
            await(jobs.start().thenReturn(true));
            return report(jobs, out, progress);
        }
    }

    /** Check that the location says all that the command needs. */
    void requireLocation(StoreLocation location) {}

    /** Fail if it is not known where the videos are. */
    static void requireVideos(StoreLocation location) {
        if (!location.hasAllVideos()) {
            throw new UsageException("--videos is missing; with PostgreSQL, the videos of a batch are in"
                    + " .chutes/videos of its --out-dir, unless it has --videos");
        }
    }

    /** Read or decide, and print the answer; return the exit code. */
    abstract int report(ChutesJobs jobs, PrintWriter out, Progress progress) throws IOException;

    /** Wait for an answer, or for an interruption. */
    final <T> T await(Mono<T> answer) {
        return shell().await(answer.takeUntilOther(shell().interruption().signal()));
    }
}
