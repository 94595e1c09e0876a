package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.examples.batch.Fingerprint;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.sink.FileSink;
import io.github.reactorchutes.sink.SavedVideo;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Mono;

/** Starts an operation, or finds that of an earlier run, waits for its end and saves an artifact. */
@Command(
        name = "start",
        description = {
            "Start an operation, wait for its end and save its artifact.",
            "Its key is in FILE.operation before anything is sent. Repeat the command after a failure, Ctrl-C or a crash:"
                    + " it finds the operation and continues, and starts nothing twice."
        })
final class OperationStartCommand implements Callable<Integer> {

    private static final Endpoint ANY = Endpoint.of("operation", URI.create("https://chutes.ai/"));

    private final Shell shell;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "CHUTE",
            description = "The name of the chute in the catalogue, or the URL of its endpoint.")
    private String chute = "";

    @Parameters(
            index = "1..*",
            paramLabel = "NAME=VALUE",
            description = "A field of the request: JSON if it parses, else text; @FILE sends an image.")
    private List<String> fields = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            converter = TargetConverter.class,
            description = "File for the artifact, complete or absent.")
    private Path target = Path.of("");

    @Option(
            names = "--path",
            paramLabel = "PATH",
            description = "Path of the chute's endpoint. Default: the first of the catalogue.")
    private @Nullable String path;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "Idempotency key: the platform starts one operation for one key. Default: that of the earlier"
                    + " run, or a new one.")
    private @Nullable String key;

    @Mixin
    private final ArtifactOptions artifact = new ArtifactOptions();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = {"-q", "--quiet"},
            description = "Print only errors on stderr.")
    private boolean quiet;

    OperationStartCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (target.equals(TargetConverter.STANDARD_OUTPUT)) {
            throw new UsageException("--output must be a file, with which the next run can continue");
        }
        FileSink sink = artifact.sink(target);
        PrintWriter err = spec.commandLine().getErr();
        try (OperationSession session = OperationSession.open(connection, shell, err);
                OperationJournal journal = OperationJournal.open(target)) {
            String chosen = keyFor(journal);
            Consumer<String> notes = line -> note(err, line);
            OperationRun run = new OperationRun(
                    session.operations(), journal, sink.stoppedBy(session.stop()), artifact.index(), notes);
            SavedVideo saved = shell.await(session.run(run.run(request(session), chosen)));
            artifact.report(saved, spec.commandLine().getOut());
        } catch (FailedRunException failure) {
            throw failure.error() instanceof InvalidVideoRequestException invalid ? unusable(invalid) : failure;
        }
        return ExitCodes.DONE;
    }

    private void note(PrintWriter err, String line) {
        if (!quiet) {
            OperationSession.note(err, line);
        }
    }

    private Mono<ChuteRequest> request(OperationSession session) {
        return ChuteEndpoint.request(session.client(), chute, path, request -> RequestFields.addTo(request, fields));
    }

    /** The fields are known without the catalogue, which need not be up to resume. */
    private String keyFor(OperationJournal journal) throws IOException {
        if (key != null) {
            RequestFields.requireKey(key);
        }
        try {
            ChuteRequest content =
                    RequestFields.addTo(ChuteRequest.builder(ANY), fields).build();
            return journal.keyFor(shell.await(Fingerprint.of(content)) + " " + chute + " " + path, key);
        } catch (InvalidVideoRequestException invalid) {
            throw unusable(invalid);
        }
    }

    private static UsageException unusable(InvalidVideoRequestException invalid) {
        return new UsageException(String.valueOf(invalid.getMessage()), invalid);
    }
}
