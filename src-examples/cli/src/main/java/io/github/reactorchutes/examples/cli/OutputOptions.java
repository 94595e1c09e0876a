package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.examples.batch.Locales;
import io.github.reactorchutes.sink.FileSink;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The file of the video and the form of the report. */
final class OutputOptions {

    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "File for the video, complete or absent. If it is not an MP4, the ending is corrected. Default: <command>-<time>.mp4.")
    private @Nullable Path file;

    @Option(names = "--force", description = "Replace an existing file.")
    private boolean force;

    @Option(
            names = "--json",
            description =
                    "Report on stdout as one line of JSON: file, bytes, sha256, verdict, remarks, invocationId, firstByteMillis,"
                            + " totalMillis, attempts, width, height, frames, durationMillis. Without it, only the file is"
                            + " printed.")
    private boolean json;

    FileSink sink(String command) {
        Path target = file == null
                ? Locales.path(command + "-" + TIMESTAMP.format(LocalDateTime.now(ZoneId.systemDefault())) + ".mp4")
                : file;
        return sink(target, force);
    }

    /** A rename would replace even a device or a pipe: replace only regular files, and only on request. */
    static FileSink sink(Path target, boolean replace) {
        if (Files.isDirectory(target)) {
            throw new UsageException(target + " is a directory");
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            require(Files.isRegularFile(target), target + " is not a regular file");
            require(replace, target + " exists; use --force to replace it");
        }
        return replace ? FileSink.to(target).overwriting() : FileSink.to(target);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new UsageException(message);
        }
    }

    void report(GeneratedVideo video, PrintWriter out) {
        out.println(json ? JsonReport.of(video) : video.saved().file());
        String file = video.saved().file().toString();
        Output.requireReport(out, new FileSystemException(file, null, "saved, but cannot write to standard output"));
    }
}
