package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.jobs.Job;
import io.github.reactorchutes.jobs.JobEvent;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show a durable job and its history.")
final class JobsShowCommand extends JobsQuery {

    @Parameters(paramLabel = "ID", description = "The id of the job.")
    private String id = "";

    JobsShowCommand(Shell shell) {
        super(shell);
    }

    @Override
    int report(ChutesJobs jobs, PrintWriter out, Progress progress) {
        Job job = await(jobs.get(id));
        List<JobEvent> history = await(jobs.history(id).collectList());
        if (isJson()) {
            out.println(JobReport.json(job, history));
        } else {
            JobReport.print(job, history, out);
        }
        return ExitCodes.DONE;
    }
}
