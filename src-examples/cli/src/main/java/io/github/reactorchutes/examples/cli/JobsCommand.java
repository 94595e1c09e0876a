package io.github.reactorchutes.examples.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands for durable jobs. */
@Command(
        name = "jobs",
        synopsisSubcommandLabel = "COMMAND",
        description = "List durable jobs, and decide those that may have been paid. Needs no token.")
final class JobsCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    static CommandLine of(Shell shell) {
        return new CommandLine(new JobsCommand())
                .addSubcommand(new JobsListCommand(shell))
                .addSubcommand(new JobsShowCommand(shell))
                .addSubcommand(new JobsVideoCommand(shell))
                .addSubcommand(new JobsResendCommand(shell))
                .addSubcommand(new JobsAcceptCommand(shell))
                .addSubcommand(new JobsCancelCommand(shell))
                .addSubcommand(new JobsPurgeCommand(shell));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }
}
