package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.catalogue.CatalogueQuery;
import io.github.reactorchutes.catalogue.ChuteDescription;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "find",
        description = {
            "Search the platform's public chutes.",
            "All words must be in the name, the slug, the tagline, a path or a content type. Costs nothing."
        })
final class FindCommand implements Callable<Integer> {

    private final Shell shell;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "WORD",
            arity = "0..*",
            description = "Words such as video, image/png or wan. Default: all chutes.")
    private List<String> words = List.of();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "25",
            description = "Maximum number of chutes, 1 to 1000, the most used first. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--hot", description = "Only chutes of which an instance is up.")
    private boolean hotOnly;

    @Option(names = "--json", description = "Print the chutes, or the failure, as one line of JSON on stdout.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final DisplayOptions display = new DisplayOptions();

    FindCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        CatalogueQuery query = query();
        PrintWriter err = spec.commandLine().getErr();
        try (Progress progress = display.progress(err, shell);
                Queries queries = Queries.open(connection, shell, progress::note)) {
            print(queries.answer(client -> client.catalogue().search(query).collectList()), progress);
        }
        return ExitCodes.DONE;
    }

    private CatalogueQuery query() {
        CatalogueQuery query = named("WORD", () -> CatalogueQuery.of(String.join(" ", words)));
        CatalogueQuery limited = named("--limit", () -> query.limit(limit));
        return hotOnly ? limited.hotOnly() : limited;
    }

    private static CatalogueQuery named(String option, Supplier<CatalogueQuery> query) {
        try {
            return query.get();
        } catch (IllegalArgumentException invalid) {
            throw OptionNames.of(option, invalid);
        }
    }

    private void print(List<ChuteDescription> chutes, Progress progress) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(ChuteReport.ofAll(chutes));
        } else if (chutes.isEmpty()) {
            progress.note("no public chute has these words: use fewer");
        } else {
            ChuteTable.print(out, chutes);
        }
        Output.requireReport(out, new IOException("cannot write to standard output"));
    }
}
