package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.operation.Operation;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "List the operations of the account, newest first.")
final class OperationListCommand extends QueryCommand {

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "25",
            description = "Maximum number of operations. Default: ${DEFAULT-VALUE}.")
    private int limit;

    OperationListCommand(Shell shell) {
        super(shell);
    }

    @Override
    void requireOptions() {
        if (limit < 1) {
            throw new UsageException("--limit must be 1 or more but was " + limit);
        }
    }

    @Override
    void print(Queries queries, PrintWriter out, Progress progress) {
        List<Operation> operations =
                queries.answer(client -> client.operations().list().take(limit).collectList());
        if (operations.isEmpty()) {
            progress.note("the account has no operations");
        }
        operations.forEach(operation ->
                out.println(isJson() ? JsonLine.of(OperationQuery.facts(operation)) : OperationQuery.row(operation)));
    }
}
