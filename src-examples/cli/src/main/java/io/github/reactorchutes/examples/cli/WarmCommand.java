package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.warmup.WarmUpState;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Mono;

@Command(
        name = "warm",
        description = {
            "Start an instance of a chute, and wait until it is hot.",
            "Prints each new state. A start takes minutes and costs nothing."
        })
final class WarmCommand implements Callable<Integer> {

    private final Shell shell;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "Slug, name or id of the chute, as in the list of chutes find.")
    private String name = "";

    @Option(
            names = "--json",
            description =
                    "Print each state, or the failure, as one line of JSON on stdout. A state has status, text and"
                            + " log.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final DisplayOptions display = new DisplayOptions();

    WarmCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (Progress progress = display.progress(spec.commandLine().getErr(), shell);
                Queries queries = Queries.open(connection, shell, progress::note)) {
            queries.answer(client -> warm(client, out));
        }
        Output.requireReport(out, new IOException("cannot write to standard output"));
        return ExitCodes.DONE;
    }

    private Mono<WarmUpState> warm(ChutesClient client, PrintWriter out) {
        return client.warmUp(name)
                .distinctUntilChanged(WarmUpState::toString)
                .doOnNext(state -> {
                    out.println(json ? report(state) : Columns.harmless(state.toString()));
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
