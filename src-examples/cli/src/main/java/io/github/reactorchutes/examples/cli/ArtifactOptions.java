package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.sink.FileSink;
import io.github.reactorchutes.sink.SavedVideo;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which artifact to save, and how. */
final class ArtifactOptions {

    @Option(
            names = "--artifact",
            paramLabel = "N",
            defaultValue = "0",
            description = "Index of the artifact. Default: ${DEFAULT-VALUE}.")
    private int index;

    @Option(names = "--force", description = "Replace an existing file.")
    private boolean force;

    @Option(
            names = "--json",
            description =
                    "Report the file, or the failure, as one line of JSON: file, bytes, sha256, verdict, remarks.")
    private boolean json;

    int index() {
        if (index < 0) {
            throw new UsageException("--artifact must be 0 or more but was " + index);
        }
        return index;
    }

    FileSink sink(Path target) {
        index();
        return OutputOptions.sink(target, force).synced();
    }

    void report(SavedVideo saved, PrintWriter out) {
        if (json) {
            Map<String, @Nullable Object> report = new LinkedHashMap<>();
            report.put("file", saved.file().toString());
            report.put("bytes", saved.bytes());
            report.put("sha256", saved.sha256());
            report.put("verdict", saved.verdict().kind().name().toLowerCase(Locale.ROOT));
            report.put("remarks", saved.verdict().remarks());
            out.println(JsonLine.of(report));
        } else {
            out.println(saved.file());
        }
        Output.requireReport(
                out,
                new FileSystemException(saved.file().toString(), null, "saved, but cannot write to standard output"));
    }
}
