package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.jobs.Job;
import io.github.reactorchutes.jobs.JobState;
import java.util.EnumSet;
import picocli.CommandLine.Command;
import reactor.core.publisher.Mono;

@Command(
        name = "cancel",
        description = "Cancel jobs. One that waits costs nothing; a call under way is aborted, and may be billed.")
final class JobsCancelCommand extends JobsDecision {

    JobsCancelCommand(Shell shell) {
        super(
                shell,
                "cancelled; calls under way may be billed",
                EnumSet.of(JobState.QUEUED, JobState.RETRY_AT, JobState.SENDING, JobState.RECEIVING));
    }

    @Override
    Mono<Job> decide(ChutesJobs jobs, String id, String who) {
        return jobs.cancel(id, who);
    }

    @Override
    String next(Job job) {
        if (job.state() == JobState.CANCELLED) {
            return "cancelled";
        }
        return job.isCancelRequested()
                ? "cancellation requested; its call may be billed"
                : JobReport.word(job.state()) + "; too late to cancel it";
    }
}
