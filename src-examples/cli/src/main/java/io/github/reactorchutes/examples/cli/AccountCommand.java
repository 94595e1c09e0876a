package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.account.Account;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import reactor.core.publisher.Mono;

@Command(
        name = "account",
        description = {
            "Show what is left of the balance, the quota and the subscription, and when the caps reset.",
            "Reads only, and costs nothing."
        })
final class AccountCommand extends QueryCommand {

    AccountCommand(Shell shell) {
        super(shell);
    }

    @Override
    void print(Queries queries, PrintWriter out, Progress progress) {
        AccountReport report = queries.answer(client -> report(client.account()));
        out.print(isJson() ? report.toJson() + System.lineSeparator() : report.toTable());
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
