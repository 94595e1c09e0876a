package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.catalogue.ChuteDescription;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "describe",
        description = {
            "Show what a chute takes, answers and costs, and whether it is up.",
            "The fields are those of chutes call. Costs nothing."
        })
final class DescribeCommand implements Callable<Integer> {

    private final Shell shell;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "Slug, name or id of the chute, as in the list of chutes find.")
    private String name = "";

    @Option(names = "--json", description = "Print the description, or the failure, as one line of JSON on stdout.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final DisplayOptions display = new DisplayOptions();

    DescribeCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (Progress progress = display.progress(spec.commandLine().getErr(), shell);
                Queries queries = Queries.open(connection, shell, progress::note)) {
            ChuteDescription chute = queries.answer(client -> client.catalogue().describe(name));
            if (json) {
                out.println(ChuteReport.of(chute));
            } else {
                ChuteTable.describe(out, chute);
            }
        }
        Output.requireReport(out, new IOException("cannot write to standard output"));
        return ExitCodes.DONE;
    }
}
