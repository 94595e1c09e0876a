package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.catalogue.CatalogueQuery;
import io.github.reactorchutes.catalogue.ChuteDescription;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "find",
        description = {
            "Search the platform's public chutes.",
            "All words must be in the name, the slug, the tagline, a path or a content type. Costs nothing."
        })
final class FindCommand extends QueryCommand {

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

    FindCommand(Shell shell) {
        super(shell);
    }

    @Override
    void requireOptions() {
        query();
    }

    @Override
    void print(Queries queries, PrintWriter out, Progress progress) {
        CatalogueQuery query = query();
        List<ChuteDescription> chutes =
                queries.answer(client -> client.catalogue().search(query).collectList());
        if (isJson()) {
            out.println(ChuteReport.ofAll(chutes));
        } else if (chutes.isEmpty()) {
            progress.note("no public chute has these words: use fewer");
        } else {
            ChuteTable.print(out, chutes);
        }
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
}
