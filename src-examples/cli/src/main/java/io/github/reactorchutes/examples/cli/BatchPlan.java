package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.examples.batch.Job;
import io.github.reactorchutes.examples.batch.JobResult;
import io.github.reactorchutes.examples.batch.JobResult.Outcome;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run of a batch would do.
 *
 * @param jobs the result of each job so far
 * @param baseUrl the server that would be called, or {@code null} for the platform
 */
record BatchPlan(List<JobResult> jobs, @Nullable URI baseUrl) {

    private static final String ROW = "%6s  %-40s  %-24s  %s%n";

    String toTable() {
        StringBuilder table = new StringBuilder(String.format(Locale.ROOT, ROW, "LINE", "VIDEO", "PLAN", "URL"));
        jobs.forEach(result -> table.append(String.format(
                Locale.ROOT,
                ROW,
                result.job().line(),
                result.job().name(),
                step(result),
                isDue(result) ? url(result.job()) : "")));
        return table.append(String.format(
                        Locale.ROOT, "%d of %d videos would be sent, and likely billed%n", due(), jobs.size()))
                .toString();
    }

    String toJson() {
        Map<String, Object> plan = new LinkedHashMap<>();
        plan.put("would_send", due());
        plan.put("videos", jobs.size());
        plan.put("jobs", jobs.stream().map(this::toMap).toList());
        return JsonLine.of(plan);
    }

    private Map<String, Object> toMap(JobResult result) {
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("line", result.job().line());
        job.put("name", result.job().name());
        job.put("plan", step(result));
        if (isDue(result)) {
            job.put("url", url(result.job()));
        }
        return job;
    }

    private long due() {
        return jobs.stream().filter(BatchPlan::isDue).count();
    }

    private static boolean isDue(JobResult result) {
        return result.outcome() == Outcome.NOT_BEGUN;
    }

    private static String step(JobResult result) {
        return isDue(result) ? "send" : BatchTable.spelt(result);
    }

    private String url(Job job) {
        URI url = job.request().endpoint().url();
        return baseUrl == null ? url.toString() : baseUrl.toString().replaceFirst("/+$", "") + url.getPath();
    }
}
