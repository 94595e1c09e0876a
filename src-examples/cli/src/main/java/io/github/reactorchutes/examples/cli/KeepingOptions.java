package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.sink.FileSink;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to do with a video that may be broken. */
final class KeepingOptions {

    @Option(
            names = "--no-verify",
            description = "Accept an MP4 whose boxes do not add up. A transfer that breaks off still fails.")
    private boolean unverified;

    @Option(
            names = "--keep-part",
            description = "Keep the bytes of a video that is broken or breaks off, as <name>.part.")
    private boolean keepPart;

    boolean keepsPart() {
        return keepPart;
    }

    void applyTo(ChutesClient.Builder client) {
        if (unverified) {
            client.verifyVideo(false);
        }
    }

    FileSink applyTo(FileSink sink) {
        return keepPart ? sink.keepingPart() : sink;
    }

    /** Return and print where the bytes of a failed video are. An older part of the same name was there before. */
    @Nullable
    Path report(FileSink sink, long startedMillis, PrintWriter err) {
        Path part = sink.keptPart();
        if (keepPart && part.toFile().lastModified() >= startedMillis && Files.exists(part)) {
            err.println("chutes: the received bytes are in " + part);
            return part;
        }
        return null;
    }
}
