package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.examples.batch.BatchReport;
import io.github.reactorchutes.examples.batch.JobResult;
import io.github.reactorchutes.examples.batch.JobResult.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Names the jobs of a store that somebody has to decide, and the commands that decide them. */
final class StoreAdvice {

    private static final int NAMED = 20;

    private final String store;

    /**
     * Advise.
     *
     * @param store the option that names the store
     */
    StoreAdvice(String store) {
        this.store = store;
    }

    List<String> of(BatchReport report) {
        List<JobResult> unknown = report.results().stream()
                .filter(result -> result.outcome() == Outcome.UNKNOWN)
                .toList();
        List<String> lines = new ArrayList<>();
        if (!unknown.isEmpty()) {
            lines.add("unknown jobs may have been paid:");
            unknown.stream()
                    .limit(NAMED)
                    .forEach(result -> lines.add("  line " + result.job().line() + ", "
                            + result.job().name() + ", job " + result.id()));
            lines.addAll(unknown.size() > NAMED ? ofMany(unknown.size()) : ofFew(unknown));
        }
        return lines;
    }

    private List<String> ofFew(List<JobResult> unknown) {
        String ids = unknown.stream()
                .map(result -> Objects.requireNonNullElse(result.id(), ""))
                .collect(Collectors.joining(" "));
        return List.of(
                "decide each with one of",
                "  chutes jobs resend " + store + " " + ids,
                "  chutes jobs accept " + store + " " + ids);
    }

    /** The store may have jobs of other files, which somebody else decides. */
    private List<String> ofMany(int count) {
        return List.of(
                "  and " + (count - NAMED) + " more, which are listed by",
                "  chutes jobs list " + store + " --state unknown,lost",
                "decide each with chutes jobs resend or accept, or repeat this command with --resend-unknown");
    }
}
