package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.operation.Cancellation;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "cancel", description = "Ask the platform to cancel an operation. What it has made may be billed.")
final class OperationCancelCommand implements Callable<Integer> {

    private final Shell shell;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The id of the operation.")
    private String id = "";

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    OperationCancelCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (Queries queries = Queries.open(connection, shell, this::note)) {
            Cancellation cancellation =
                    queries.answer(client -> client.operations().cancel(id));
            if (cancellation != Cancellation.REQUESTED) {
                throw new UsageException("the operation " + id + " was not cancelled: " + reason(cancellation));
            }
            out.println("requested; chutes operation show " + id + " has the state");
        }
        Output.require(out);
        return ExitCodes.DONE;
    }

    private static String reason(Cancellation cancellation) {
        return switch (cancellation) {
            case TOO_EARLY -> "it is still pending; try again in a moment";
            case ALREADY_ENDED -> "it has ended";
            case UNSUPPORTED -> "its chute cannot stop it";
            case REQUESTED -> "";
        };
    }

    private void note(String line) {
        OperationSession.note(spec.commandLine().getErr(), line);
    }
}
