package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.jobs.Job;
import io.github.reactorchutes.jobs.JobState;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reactor.core.publisher.Flux;

@Command(name = "list", description = "List durable jobs in the order of their submission.")
final class JobsListCommand extends JobsQuery {

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            description = "Only jobs in these states, such as unknown,lost.")
    private List<String> states = List.of();

    @Option(names = "--limit", paramLabel = "N", description = "Maximum number of jobs. Default: no limit.")
    private @Nullable Integer limit;

    JobsListCommand(Shell shell) {
        super(shell);
    }

    @Override
    void requireOptions() {
        states();
        if (limit != null && limit < 1) {
            throw new UsageException("--limit must be 1 or more but was " + limit);
        }
    }

    private Set<JobState> states() {
        return JobStates.parse("--state", states, EnumSet.allOf(JobState.class));
    }

    @Override
    int report(ChutesJobs jobs, PrintWriter out, Progress progress) {
        Flux<Job> all = jobs.list(JobStates.filter(states()));
        Flux<Job> found = limit == null ? all : all.take(limit);
        long count = await(found.doOnNext(job -> print(job, out))
                .takeUntil(printed -> out.checkError())
                .index((index, job) -> index + 1)
                .last(0L));
        if (count == 0) {
            progress.note("no job" + (states.isEmpty() ? "" : " is in these states"));
        }
        return ExitCodes.DONE;
    }

    /** A header would be in the way of scripts that count lines. */
    private void print(Job job, PrintWriter out) {
        out.println(isJson() ? JsonLine.of(JobReport.facts(job)) : JobReport.row(job));
    }
}
