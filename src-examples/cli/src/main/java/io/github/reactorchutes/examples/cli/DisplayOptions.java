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
        return shell.terminal().isLive() ? new LiveProgress(err, shell.terminal()::columns) : new LineProgress(err);
    }

    Screen screen(PrintWriter err, Shell shell, Supplier<String> status) {
        if (quiet) {
            return new SilentScreen(err);
        }
        return shell.terminal().isLive() ? new LiveScreen(err, shell.terminal()::columns, status) : new LineScreen(err);
    }
}
