package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.sink.FileSink;
import io.github.reactorchutes.sink.SavedVideo;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "video", description = "Save the video of a durable job.")
final class JobsVideoCommand extends JobsQuery {

    @Parameters(paramLabel = "ID", description = "The id of the job.")
    private String id = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            converter = TargetConverter.class,
            description = "File for the video, complete or absent.")
    private Path target = Path.of("");

    @Option(names = "--force", description = "Replace an existing file.")
    private boolean force;

    JobsVideoCommand(Shell shell) {
        super(shell);
    }

    @Override
    void requireOptions() {
        if (target.equals(TargetConverter.STANDARD_OUTPUT)) {
            throw new UsageException("--output must be a file");
        }
        OutputOptions.sink(target, force);
    }

    @Override
    void requireLocation(StoreLocation location) {
        requireVideos(location);
    }

    @Override
    int report(ChutesJobs jobs, PrintWriter out, Progress progress) {
        FileSink sink = OutputOptions.sink(target, force)
                .stoppedBy(shell().interruption().signal());
        SavedVideo saved = shell().await(sink.save(jobs.video(id)));
        if (isJson()) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("id", id);
            report.put("file", saved.file().toString());
            report.put("bytes", saved.bytes());
            report.put("sha256", saved.sha256());
            out.println(JsonLine.of(report));
        } else {
            out.println(saved.file());
        }
        return ExitCodes.DONE;
    }
}
