package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.operation.Operation;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "list", description = "List the operations of the account, newest first.")
final class OperationListCommand implements Callable<Integer> {

    private final Shell shell;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--json", description = "Print JSON, a line for each operation.")
    private boolean json;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "25",
            description = "Maximum number of operations. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    OperationListCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw new UsageException("--limit must be 1 or more but was " + limit);
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Queries queries = Queries.open(connection, shell, this::note)) {
            List<Operation> operations = queries.answer(
                    client -> client.operations().list().take(limit).collectList());
            operations.forEach(operation ->
                    out.println(json ? JsonLine.of(OperationQuery.facts(operation)) : OperationQuery.row(operation)));
        }
        Output.require(out);
        return ExitCodes.DONE;
    }

    private void note(String line) {
        OperationSession.note(spec.commandLine().getErr(), line);
    }
}
