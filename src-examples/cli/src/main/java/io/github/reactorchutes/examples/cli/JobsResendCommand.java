package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.jobs.Job;
import io.github.reactorchutes.jobs.JobState;
import java.util.EnumSet;
import picocli.CommandLine.Command;
import reactor.core.publisher.Mono;

@Command(
        name = "resend",
        description =
                "Permit one more call for jobs without a video. Each may be billed in addition to the earlier ones.")
final class JobsResendCommand extends JobsDecision {

    JobsResendCommand(Shell shell) {
        super(
                shell,
                "resent, and each may be billed once more",
                EnumSet.of(JobState.UNKNOWN, JobState.LOST, JobState.FAILED, JobState.CANCELLED));
    }

    @Override
    Mono<Job> decide(ChutesJobs jobs, String id, String who) {
        return jobs.resend(id, who);
    }

    @Override
    String next(Job job) {
        return "queued; a batch with this store makes it";
    }
}
