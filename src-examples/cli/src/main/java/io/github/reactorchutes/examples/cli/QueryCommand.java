package io.github.reactorchutes.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that asks the management API and prints the answer. It generates nothing. */
abstract class QueryCommand implements Callable<Integer> {

    private final Shell shell;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--json", description = "Print the answer, or the failure, as one line of JSON on stdout.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final DisplayOptions display = new DisplayOptions();

    QueryCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public final Integer call() throws IOException {
        requireOptions();
        PrintWriter out = spec.commandLine().getOut();
        try (Progress progress = display.progress(spec.commandLine().getErr(), shell);
                Queries queries = Queries.open(connection, shell, progress::note)) {
            print(queries, out, progress);
        }
        Output.requireReport(out, new IOException("cannot write to standard output"));
        return ExitCodes.DONE;
    }

    /** Check the options of the command, before anything is asked. */
    void requireOptions() {}

    /** Ask, and print the answer. */
    abstract void print(Queries queries, PrintWriter out, Progress progress);

    final boolean isJson() {
        return json;
    }
}
