package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.spring.properties.BackoffProperties;
import io.github.reactorchutes.spring.properties.JobsProperties;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** Checks the settings of jobs, also while there are none, as it is done with all settings. */
final class JobsSettings {

    static final int MAX_THREADS = 1000;

    private static final int MAX_NAME_CHARS = 100;

    private static final Duration LONGEST = Duration.ofDays(365);

    private static final DataSize LARGEST_REQUEST = DataSize.ofMegabytes(512);

    private static final DataSize LARGEST_ROW = DataSize.ofMegabytes(64);

    private JobsSettings() {}

    static void check(ClientSettings root, JobsProperties jobs) {
        String account = jobs.getAccount();
        root.require(
                "jobs.account",
                !account.isBlank() && account.length() <= MAX_NAME_CHARS,
                "1 to " + MAX_NAME_CHARS + " characters",
                account);
        Integer threads = jobs.getThreads();
        if (threads != null) {
            number(root, "jobs.threads", threads, 0, MAX_THREADS);
        }
        number(root, "jobs.max-paid-calls", jobs.getMaxPaidCalls(), 1, 100);
        checkTimes(root, jobs);
        checkRetry(root, jobs.getRetry());
        checkSizes(root, jobs);
    }

    private static void checkTimes(ClientSettings root, JobsProperties jobs) {
        Duration hour = Duration.ofHours(1);
        time(root, "jobs.heartbeat", jobs.getHeartbeat(), Duration.ofMillis(100), hour, "100 ms to 1 hour");
        time(root, "jobs.poll-interval", jobs.getPollInterval(), Duration.ofMillis(50), hour, "50 ms to 1 hour");
        time(
                root,
                "jobs.spool-patience",
                jobs.getSpoolPatience(),
                Duration.ofSeconds(1),
                LONGEST,
                "1 second to 365 days");
    }

    private static void checkRetry(ClientSettings root, BackoffProperties retry) {
        String min = "jobs.retry.min-backoff";
        String max = "jobs.retry.max-backoff";
        number(root, "jobs.retry.max-retries", retry.getMaxRetries(), 0, 1_000_000);
        time(root, min, retry.getMinBackoff(), Duration.ofMillis(10), LONGEST, "10 ms to 365 days");
        time(root, max, retry.getMaxBackoff(), Duration.ofMillis(10), LONGEST, "10 ms to 365 days");
        root.notMore(min, retry.getMinBackoff(), max, retry.getMaxBackoff(), "");
    }

    private static void checkSizes(ClientSettings root, JobsProperties jobs) {
        DataSize request = jobs.getMaxRequestSize();
        root.require(
                "jobs.max-request-size",
                request.toBytes() >= 1 && request.compareTo(LARGEST_REQUEST) <= 0,
                "1 byte to 512MB",
                request);
        DataSize row = jobs.getMaxRowSize();
        root.require(
                "jobs.max-row-size", row.toBytes() >= 0 && row.compareTo(LARGEST_ROW) <= 0, "0 bytes to 64MB", row);
    }

    private static void number(ClientSettings root, String leaf, int value, int min, int max) {
        root.require(leaf, value >= min && value <= max, "%,d to %,d".formatted(min, max), value);
    }

    private static void time(
            ClientSettings root, String leaf, Duration value, Duration min, Duration max, String bounds) {
        root.require(leaf, value.compareTo(min) >= 0 && value.compareTo(max) <= 0, bounds, value);
    }
}
