package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.sink.FileSink;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the video goes and how that is reported. */
final class OutputOptions {

    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where the video goes, whole or not at all. Default: <command>-<time>.mp4.")
    private @Nullable Path file;

    @Option(names = "--force", description = "Replace the file if it exists.")
    private boolean force;

    @Option(
            names = "--json",
            description = "Report on stdout as one line of JSON: file, bytes, sha256, invocationId, firstByteMillis,"
                    + " totalMillis, attempts, width, height, frames, durationMillis. Without it, only the file is"
                    + " printed.")
    private boolean json;

    FileSink sink(String command) {
        Path target = file == null
                ? Path.of(command + "-" + TIMESTAMP.format(LocalDateTime.now(ZoneId.systemDefault())) + ".mp4")
                : file;
        return sink(target, force);
    }

    /** A rename would replace a device or a pipe as well: only regular files are given up, and only if asked. */
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
        out.flush();
    }
}
