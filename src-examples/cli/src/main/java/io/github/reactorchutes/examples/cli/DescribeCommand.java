package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.catalogue.ChuteDescription;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "describe",
        description = {
            "Show what a chute takes, answers and costs, and whether it is up.",
            "The fields are those of chutes call. Costs nothing."
        })
final class DescribeCommand extends QueryCommand {

    @Parameters(paramLabel = "NAME", description = "Slug, name or id of the chute, as in the list of chutes find.")
    private String name = "";

    DescribeCommand(Shell shell) {
        super(shell);
    }

    @Override
    void print(Queries queries, PrintWriter out, Progress progress) {
        ChuteDescription chute = queries.answer(client -> client.catalogue().describe(name));
        if (isJson()) {
            out.println(ChuteReport.of(chute));
        } else {
            ChuteTable.describe(out, chute);
        }
    }
}
