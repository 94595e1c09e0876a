package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.jobs.ChutesJobs;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "purge",
        description = "Delete ended jobs with their videos in the store. Jobs that are unknown or lost stay.")
final class JobsPurgeCommand extends JobsQuery {

    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            required = true,
            converter = DurationConverter.class,
            description = "Minimum time since the last change, such as 30d.")
    private Duration olderThan = Duration.ZERO;

    JobsPurgeCommand(Shell shell) {
        super(shell);
    }

    @Override
    void requireOptions() {
        if (olderThan.compareTo(Duration.ofDays(365)) > 0) {
            throw new UsageException("--older-than must be at most 365d");
        }
    }

    @Override
    void requireLocation(StoreLocation location) {
        requireVideos(location);
    }

    @Override
    int report(ChutesJobs jobs, PrintWriter out, Progress progress) {
        long deleted = await(jobs.purge(olderThan));
        out.println(isJson() ? JsonLine.of(Map.of("deleted", deleted)) : "deleted " + deleted + " jobs");
        return ExitCodes.DONE;
    }
}
