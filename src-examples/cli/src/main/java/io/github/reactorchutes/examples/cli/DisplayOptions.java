package io.github.reactorchutes.examples.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** How much is said. */
final class DisplayOptions {

    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing on stderr but errors.")
    private boolean quiet;

    Progress progress(PrintWriter err, Shell shell) {
        if (quiet) {
            return new SilentProgress();
        }
        return shell.terminal() ? new LiveProgress(err) : new LineProgress(err);
    }
}
