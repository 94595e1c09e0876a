package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.operation.Operation;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show an operation.")
final class OperationShowCommand extends QueryCommand {

    @Parameters(paramLabel = "ID", description = "The id of the operation.")
    private String id = "";

    OperationShowCommand(Shell shell) {
        super(shell);
    }

    @Override
    void print(Queries queries, PrintWriter out, Progress progress) {
        Operation operation = queries.answer(client -> client.operations().get(id));
        if (isJson()) {
            out.println(JsonLine.of(OperationQuery.facts(operation)));
        } else {
            OperationQuery.print(operation, out);
        }
    }
}
