package io.github.reactorchutes.examples.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands for asynchronous chutes. */
@Command(
        name = "operation",
        synopsisSubcommandLabel = "COMMAND",
        description = "Start and follow operations of asynchronous chutes. Experimental.")
final class OperationCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    static CommandLine of(Shell shell) {
        return new CommandLine(new OperationCommand())
                .addSubcommand(new OperationStartCommand(shell))
                .addSubcommand(new OperationListCommand(shell))
                .addSubcommand(new OperationShowCommand(shell))
                .addSubcommand(new OperationCancelCommand(shell))
                .addSubcommand(new OperationFetchCommand(shell));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }
}
