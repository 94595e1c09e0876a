package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.examples.batch.Locales;
import io.github.reactorchutes.sink.FileSink;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The file of the video and the form of the report. */
final class OutputOptions {

    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            converter = TargetConverter.class,
            description =
                    "File for the video, complete or absent; - writes it to stdout. An ending of another format is"
                            + " corrected. Default: <command>-<time>.mp4.")
    private @Nullable Path file;

    @Option(names = "--force", description = "Replace an existing file.")
    private boolean force;

    @Option(
            names = "--json",
            description = "Report the video, or the failure, as one line of JSON on stdout, or on stderr"
                    + " with -o -. A video has file, bytes, sha256, verdict, remarks, invocationId, firstByteMillis,"
                    + " totalMillis, attempts, width, height, frames, durationMillis; a failure kind, exitCode, billed,"
                    + " message, status, reason, phase, retryable, invocationId, file, part. Without it, only the"
                    + " file is printed.")
    private boolean json;

    private Path target = Path.of("");

    FileSink sink(String command) {
        return sink(command, ".mp4");
    }

    /**
     * Return the destination.
     *
     * @param name the beginning of the name if the user gave none
     * @param ending its ending
     */
    FileSink sink(String name, String ending) {
        target = file == null
                ? Locales.path(name + "-" + TIMESTAMP.format(LocalDateTime.now(ZoneId.systemDefault())) + ending)
                : file;
        if (isStandardOutput()) {
            require(!Terminal.isStandardOutput(), "stdout is a terminal; redirect it, or use -o FILE");
            return FileSink.to(target);
        }
        return sink(target, force);
    }

    static FileSink sink(Path target, boolean replace) {
        if (Files.isDirectory(target)) {
            throw new UsageException(target + " is a directory");
        }
        require(replace || !Files.isRegularFile(target), target + " exists; use --force to replace it");
        FileSink sink = FileSink.to(target).permissionsOfUmask();
        return replace ? sink.overwriting() : sink;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new UsageException(message);
        }
    }

    private boolean isStandardOutput() {
        return TargetConverter.STANDARD_OUTPUT.equals(target);
    }

    /** Print nothing but the video on stdout if that is where it goes. */
    void report(GeneratedVideo video, CommandLine command) {
        Path saved = video.saved().file();
        if (!saved.equals(target)) {
            command.getErr()
                    .println("chutes: saved as " + saved + ", because "
                            + (Files.exists(target) ? target + " exists" : "it has another format"));
            command.getErr().flush();
        }
        PrintWriter out = isStandardOutput() ? command.getErr() : command.getOut();
        if (json) {
            out.println(JsonReport.of(video));
        } else if (!isStandardOutput()) {
            out.println(saved);
        }
        Output.requireReport(
                out, new FileSystemException(saved.toString(), null, "saved, but cannot write to standard output"));
    }
}
