package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.jobs.ChutesJobException;
import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.jobs.Job;
import io.github.reactorchutes.jobs.JobState;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Mono;

/** A command that changes the state of jobs: of some that are named, or of all in a state. */
abstract class JobsDecision extends JobsQuery {

    private final String consequence;

    private final Set<JobState> possible;

    @Parameters(arity = "0..*", paramLabel = "ID", description = "The ids of the jobs.")
    private List<String> ids = List.of();

    @Option(
            names = "--all",
            paramLabel = "STATE",
            split = ",",
            description = "All jobs of the store in these states, such as unknown,lost. Needs --yes.")
    private List<String> all = List.of();

    @Option(names = "--yes", description = "Confirm --all. Without it, the jobs are only counted.")
    private boolean confirmed;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "Who decides, for the history of the jobs. Default: the name of the user.")
    private String by = Objects.requireNonNullElse(System.getProperty("user.name"), "unknown");

    /**
     * Create a command.
     *
     * @param consequence what happens to the jobs, in the words of a question
     * @param possible the states of jobs that it can change
     */
    JobsDecision(Shell shell, String consequence, Set<JobState> possible) {
        super(shell);
        this.consequence = consequence;
        this.possible = possible;
    }

    /** Change a job. */
    abstract Mono<Job> decide(ChutesJobs jobs, String id, String who);

    /** Return what happens to a changed job next. */
    abstract String next(Job job);

    @Override
    final void requireOptions() {
        if (ids.isEmpty() == all.isEmpty()) {
            throw new UsageException("name jobs by their ids, or use --all STATE");
        }
        if (by.isBlank() || by.length() > 200) {
            throw new UsageException("--by must have 1 to 200 characters but has " + by.length());
        }
        states();
    }

    private Set<JobState> states() {
        return JobStates.parse("--all", all, possible);
    }

    @Override
    final int report(ChutesJobs jobs, PrintWriter out, Progress progress) {
        List<String> chosen = all.isEmpty()
                ? ids
                : await(jobs.list(JobStates.filter(states())).map(Job::id).collectList());
        if (!all.isEmpty() && !confirmed) {
            throw new UsageException("--yes is missing; " + chosen.size() + (chosen.size() == 1 ? " job" : " jobs")
                    + " would be " + consequence);
        }
        if (chosen.isEmpty()) {
            progress.note("no job is in these states");
        }
        int exitCode = ExitCodes.DONE;
        for (String id : chosen) {
            exitCode = Math.max(exitCode, change(jobs, id, out));
        }
        return exitCode;
    }

    /** One job that cannot be changed does not keep the others from it. */
    private int change(ChutesJobs jobs, String id, PrintWriter out) {
        try {
            Job job = await(decide(jobs, id, by));
            out.println(isJson() ? JsonLine.of(JobReport.facts(job)) : job.id() + "  " + next(job));
            return ExitCodes.DONE;
        } catch (ChutesJobException | IllegalArgumentException problem) {
            Failure failure = Failure.of(problem);
            complain(failure.message());
            if (isJson()) {
                Map<String, Object> report = new LinkedHashMap<>();
                report.put("id", id);
                report.put("error", failure.message());
                out.println(JsonLine.of(report));
            }
            return failure.exitCode();
        }
    }
}
