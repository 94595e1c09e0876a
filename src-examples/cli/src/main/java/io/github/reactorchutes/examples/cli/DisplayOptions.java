package io.github.reactorchutes.examples.cli;

import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The verbosity. */
final class DisplayOptions {

    @Option(
            names = {"-q", "--quiet"},
            description = "Print only errors on stderr.")
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
