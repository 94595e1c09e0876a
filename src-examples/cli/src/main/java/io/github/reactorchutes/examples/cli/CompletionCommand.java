package io.github.reactorchutes.examples.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = {
            "Print a completion script for a shell.",
            "It completes the command chutes, such as: alias chutes='java -jar chutes.jar'"
        })
final class CompletionCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "The shell: ${COMPLETION-CANDIDATES}.")
    private CompletingShell shell = CompletingShell.bash;

    /** The shells, as typed; one script serves both. */
    @SuppressWarnings("MemberName")
    private enum CompletingShell {
        bash,
        zsh
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.println("# source <(chutes completion " + shell + ")");
        out.print(AutoComplete.bash("chutes", spec.root().commandLine()));
        out.flush();
        return ExitCodes.DONE;
    }
}
