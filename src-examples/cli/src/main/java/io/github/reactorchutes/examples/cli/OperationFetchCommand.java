package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.sink.FileSink;
import io.github.reactorchutes.sink.SavedVideo;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "fetch", description = "Save an artifact of an operation. A file that broke off is continued.")
final class OperationFetchCommand implements Callable<Integer> {

    private final Shell shell;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The id of the operation.")
    private String id = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            converter = TargetConverter.class,
            description = "File for the artifact, complete or absent.")
    private Path target = Path.of("");

    @Mixin
    private final ArtifactOptions artifact = new ArtifactOptions();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    OperationFetchCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        FileSink sink = artifact.sink(target);
        PrintWriter err = spec.commandLine().getErr();
        try (OperationSession session = OperationSession.open(connection, shell, err)) {
            SavedVideo saved = shell.await(session.run(
                    OperationRun.artifact(session.operations(), id, artifact.index(), sink.stoppedBy(session.stop()))));
            artifact.report(saved, spec.commandLine().getOut());
        }
        return ExitCodes.DONE;
    }
}
