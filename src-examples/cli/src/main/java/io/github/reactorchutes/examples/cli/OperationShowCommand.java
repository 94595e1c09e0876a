package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.operation.Operation;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "show", description = "Show an operation.")
final class OperationShowCommand implements Callable<Integer> {

    private final Shell shell;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The id of the operation.")
    private String id = "";

    @Option(names = "--json", description = "Print JSON, a line for each operation.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    OperationShowCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (Queries queries = Queries.open(connection, shell, this::note)) {
            Operation operation = queries.answer(client -> client.operations().get(id));
            if (json) {
                out.println(JsonLine.of(OperationQuery.facts(operation)));
            } else {
                OperationQuery.print(operation, out);
            }
        }
        Output.require(out);
        return ExitCodes.DONE;
    }

    private void note(String line) {
        OperationSession.note(spec.commandLine().getErr(), line);
    }
}
