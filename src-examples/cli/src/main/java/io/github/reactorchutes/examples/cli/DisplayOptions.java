package io.github.reactorchutes.examples.cli;

import java.io.PrintWriter;
import java.util.function.Supplier;
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

    Screen screen(PrintWriter err, Shell shell, Supplier<String> status) {
        if (quiet) {
            return new SilentScreen();
        }
        return shell.terminal() ? new LiveScreen(err, status) : new LineScreen(err);
    }
}
