package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.jobs.Job;
import io.github.reactorchutes.jobs.JobEvent;
import io.github.reactorchutes.jobs.JobState;
import io.github.reactorchutes.store.StoredVideo;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows a durable job to people and to scripts. */
final class JobReport {

    private static final String ROW = "%-36s  %-9s  %4s  %-20s  %s";

    private static final String OWN_KEY = "key:";

    private JobReport() {}

    static String header() {
        return String.format(Locale.ROOT, ROW, "ID", "STATE", "PAID", "CHANGED", "NAME");
    }

    /** Return one line of a list. */
    static String row(Job job) {
        return String.format(
                Locale.ROOT, ROW, job.id(), word(job.state()), job.paidCalls(), time(job.updatedAt()), name(job));
    }

    /** Return the name in a prompt file, or the key that the application chose. */
    private static String name(Job job) {
        String key = job.key();
        return Columns.harmless(key.startsWith(OWN_KEY) ? key.substring(OWN_KEY.length()) : job.endpoint());
    }

    /** Return the facts by their names, for one line of JSON. */
    static Map<String, @Nullable Object> facts(Job job) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("id", job.id());
        facts.put("state", word(job.state()));
        facts.put("name", name(job));
        facts.put("account", job.account());
        facts.put("endpoint", job.endpoint());
        facts.put("paidCalls", job.paidCalls());
        facts.put("calls", job.calls());
        facts.put("created", time(job.createdAt()));
        facts.put("changed", time(job.updatedAt()));
        facts.put("retryAt", time(job.retryAt()));
        facts.put("invocationId", job.invocationId());
        facts.put("bytesReceived", job.bytesReceived());
        StoredVideo video = job.video();
        facts.put("video", video == null ? null : video.key());
        facts.put("videoBytes", video == null ? null : video.bytes());
        facts.put("videoSha256", job.videoSha256());
        facts.put("cancelRequested", job.isCancelRequested());
        facts.put("error", job.error());
        return facts;
    }

    static String json(Job job, List<JobEvent> history) {
        Map<String, @Nullable Object> facts = facts(job);
        facts.put("history", history.stream().map(JobReport::facts).toList());
        return JsonLine.of(facts);
    }

    private static Map<String, @Nullable Object> facts(JobEvent event) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("at", event.at().toString());
        facts.put("by", event.by());
        facts.put("from", event.from() == null ? null : word(event.from()));
        facts.put("to", word(event.to()));
        facts.put("detail", event.detail());
        return facts;
    }

    /** Print what is known, a fact a line, and then the history. */
    static void print(Job job, List<JobEvent> history, PrintWriter out) {
        facts(job).forEach((name, value) -> {
            if (value != null && !Boolean.FALSE.equals(value)) {
                out.println(String.format(Locale.ROOT, "%-15s  %s", name, Columns.harmless(value.toString())));
            }
        });
        out.println();
        history.forEach(event -> out.println(line(event)));
    }

    private static String line(JobEvent event) {
        String detail = event.detail() == null ? "" : ": " + event.detail();
        return Columns.harmless(String.format(
                Locale.ROOT, "%-24s  %-9s  by %s%s", millis(event.at()), word(event.to()), event.by(), detail));
    }

    static String word(JobState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String millis(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
