package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.operation.Cancellation;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "cancel", description = "Ask the platform to cancel an operation. What it has made may be billed.")
final class OperationCancelCommand extends QueryCommand {

    @Parameters(paramLabel = "ID", description = "The id of the operation.")
    private String id = "";

    OperationCancelCommand(Shell shell) {
        super(shell);
    }

    @Override
    void print(Queries queries, PrintWriter out, Progress progress) {
        Cancellation cancellation = queries.answer(client -> client.operations().cancel(id));
        if (cancellation != Cancellation.REQUESTED) {
            throw new UsageException("the operation " + id + " was not cancelled: " + reason(cancellation));
        }
        if (isJson()) {
            Map<String, String> report = new LinkedHashMap<>();
            report.put("id", id);
            report.put("cancellation", "requested");
            out.println(JsonLine.of(report));
        } else {
            out.println("requested; chutes operation show " + id + " has the state");
        }
    }

    private static String reason(Cancellation cancellation) {
        return switch (cancellation) {
            case TOO_EARLY -> "it is still pending; try again in a moment";
            case ALREADY_ENDED -> "it has ended";
            case UNSUPPORTED -> "its chute cannot stop it";
            case REQUESTED -> "";
        };
    }
}
