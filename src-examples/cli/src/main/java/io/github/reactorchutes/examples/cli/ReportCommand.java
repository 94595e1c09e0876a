package io.github.reactorchutes.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that prints what it finds. It generates nothing. */
abstract class ReportCommand implements Callable<Integer> {

    private final Shell shell;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--json", description = "Print the answer, or the failure, as JSON on stdout, a line for each.")
    private boolean json;

    @Mixin
    private final DisplayOptions display = new DisplayOptions();

    ReportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public final Integer call() throws IOException {
        requireOptions();
        PrintWriter out = spec.commandLine().getOut();
        int exitCode;
        try (Progress progress = display.progress(spec.commandLine().getErr(), shell)) {
            exitCode = report(out, progress);
        }
        Output.requireReport(out, new IOException("cannot write to standard output"));
        return exitCode;
    }

    /** Check the options of the command, before anything is asked. */
    void requireOptions() {}

    /** Ask, and print the answer; return the exit code. */
    abstract int report(PrintWriter out, Progress progress) throws IOException;

    final boolean isJson() {
        return json;
    }

    final Shell shell() {
        return shell;
    }

    /** Print a failure that does not end the command. */
    final void complain(String problem) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("chutes: " + Columns.harmless(problem));
        err.flush();
    }
}
