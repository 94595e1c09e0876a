package io.github.reactorchutes.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Mixin;

/** A command that asks the management API and prints the answer. */
abstract class QueryCommand extends ReportCommand {

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    QueryCommand(Shell shell) {
        super(shell);
    }

    @Override
    final int report(PrintWriter out, Progress progress) throws IOException {
        try (Queries queries = Queries.open(connection, shell(), progress::note)) {
            print(queries, out, progress);
        }
        return ExitCodes.DONE;
    }

    /** Ask, and print the answer. */
    abstract void print(Queries queries, PrintWriter out, Progress progress);
}
