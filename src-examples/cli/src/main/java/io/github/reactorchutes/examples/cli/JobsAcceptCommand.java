package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.jobs.Job;
import io.github.reactorchutes.jobs.JobState;
import java.util.EnumSet;
import picocli.CommandLine.Command;
import reactor.core.publisher.Mono;

@Command(name = "accept", description = "Accept that jobs that are unknown or lost have no video.")
final class JobsAcceptCommand extends JobsDecision {

    JobsAcceptCommand(Shell shell) {
        super(shell, "accepted as failed", EnumSet.of(JobState.UNKNOWN, JobState.LOST));
    }

    @Override
    Mono<Job> decide(ChutesJobs jobs, String id, String who) {
        return jobs.accept(id, who);
    }

    @Override
    String next(Job job) {
        return JobReport.word(job.state());
    }
}
