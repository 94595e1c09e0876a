package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.account.Account;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Mono;

@Command(
        name = "account",
        description = {
            "Show what is left of the balance, the quota and the subscription, and when the caps reset.",
            "Reads only, and costs nothing."
        })
final class AccountCommand implements Callable<Integer> {

    private final Shell shell;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--json", description = "Print the account, or the failure, as one line of JSON on stdout.")
    private boolean json;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final DisplayOptions display = new DisplayOptions();

    AccountCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (Progress progress = display.progress(spec.commandLine().getErr(), shell);
                Queries queries = Queries.open(connection, shell, progress::note)) {
            AccountReport report = queries.answer(client -> report(client.account()));
            out.print(json ? report.toJson() + System.lineSeparator() : report.toTable());
        }
        Output.requireReport(out, new IOException("cannot write to standard output"));
        return ExitCodes.DONE;
    }

    /** Older gateways lack discounts and prices, which few accounts have. */
    private static Mono<AccountReport> report(Account account) {
        return Mono.zip(
                        account.state(),
                        account.discounts().onErrorReturn(Map.of()),
                        account.priceOverrides().onErrorReturn(List.of()))
                .map(parts -> new AccountReport(parts.getT1(), parts.getT2(), parts.getT3()));
    }
}
