package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.warmup.WarmUpState;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Mono;

@Command(
        name = "warm",
        description = {
            "Start an instance of a chute, and wait until it is hot.",
            "Prints each new state, with --json as a line with status, text and log.",
            "A start takes minutes and costs nothing."
        })
final class WarmCommand extends QueryCommand {

    @Parameters(paramLabel = "NAME", description = "Slug, name or id of the chute, as in the list of chutes find.")
    private String name = "";

    WarmCommand(Shell shell) {
        super(shell);
    }

    @Override
    void print(Queries queries, PrintWriter out, Progress progress) {
        queries.answer(client -> warm(client, out));
    }

    private Mono<WarmUpState> warm(ChutesClient client, PrintWriter out) {
        return client.warmUp(name)
                .distinctUntilChanged(WarmUpState::toString)
                .doOnNext(state -> {
                    out.println(isJson() ? report(state) : Columns.harmless(state.toString()));
                    out.flush();
                })
                .last();
    }

    private static String report(WarmUpState state) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("status", state.status().name().toLowerCase(Locale.ROOT));
        report.put("text", state.statusText());
        report.put("log", state.log());
        return JsonLine.of(report);
    }
}
