package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.examples.batch.BatchReport;
import io.github.reactorchutes.examples.batch.JobResult;
import io.github.reactorchutes.examples.batch.JobResult.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results of a batch, for people and for scripts. */
final class BatchTable {

    private static final String ROW = "%-40s  %6s%n";

    private BatchTable() {}

    /**
     * Print the results.
     *
     * @param advice what the user can do about them
     */
    static void print(PrintWriter out, BatchReport report, List<String> advice) {
        out.printf(Locale.ROOT, ROW, "RESULT", "VIDEOS");
        for (Outcome outcome : Outcome.values()) {
            report.reasons(outcome)
                    .forEach((reason, count) -> out.printf(
                            Locale.ROOT, ROW, spelt(outcome) + (reason.isEmpty() ? "" : ": " + reason), count));
        }
        long made = report.count(Outcome.MADE);
        out.println(Figures.bytes(report.bytes()) + " in " + Figures.time(report.time()) + ", likely billed: " + made
                + (report.maybeBilled() == 0 ? "" : ", maybe " + report.maybeBilled() + " more"));
        advice.forEach(out::println);
        if (report.stopReason() != null) {
            out.println("stopped: " + report.stopReason() + "; run it again to resume");
        }
        Output.requireReport(out, new IOException("cannot write the report to standard output"));
    }

    /** Return what the user can do about the results of a batch with a journal. */
    static List<String> advice(BatchReport report) {
        List<String> advice = new ArrayList<>();
        if (report.count(Outcome.UNKNOWN) > 0) {
            advice.add("unknown jobs may have been paid; --resend-unknown sends them again");
        }
        if (report.count(Outcome.LOST) > 0) {
            advice.add("lost videos were paid once; --remake makes them again");
        }
        return advice;
    }

    static void printJson(PrintWriter out, BatchReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        for (Outcome outcome : Outcome.values()) {
            json.put(outcome.name().toLowerCase(Locale.ROOT), report.count(outcome));
        }
        json.put("bytes", report.bytes());
        json.put("millis", report.time().toMillis());
        json.put("maybe_billed", report.maybeBilled());
        json.put("jobs", report.results().stream().map(BatchTable::toMap).toList());
        out.println(JsonLine.of(json));
        Output.requireReport(out, new IOException("cannot write the report to standard output"));
    }

    /** Return the highest code of its failures, or 0. */
    static int exitCode(BatchReport report) {
        return report.interrupted()
                ? ExitCodes.INTERRUPTED
                : report.results().stream().mapToInt(BatchTable::exitCode).max().orElse(ExitCodes.DONE);
    }

    private static int exitCode(JobResult result) {
        boolean unknown = result.outcome() == Outcome.UNKNOWN;
        if (result.failure() != null) {
            return Failure.of(result.failure(), unknown ? Billed.MAYBE : Billed.NO)
                    .exitCode();
        }
        return switch (result.outcome()) {
            case UNKNOWN -> ExitCodes.UNKNOWN;
            case LOST -> ExitCodes.USAGE;
            case FAILED -> ExitCodes.ENDED;
            default -> ExitCodes.DONE;
        };
    }

    private static Map<String, Object> toMap(JobResult result) {
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("line", result.job().line());
        job.put("name", result.job().name());
        job.put("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
        if (!result.reason().isEmpty()) {
            job.put("reason", result.reason());
        }
        if (result.file() != null) {
            job.put("file", result.file().toString());
        }
        if (result.id() != null) {
            job.put("id", result.id());
        }
        return job;
    }

    /** Return the outcome and its reason in words. */
    static String spelt(JobResult result) {
        return spelt(result.outcome()) + (result.reason().isEmpty() ? "" : ": " + result.reason());
    }

    private static String spelt(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
