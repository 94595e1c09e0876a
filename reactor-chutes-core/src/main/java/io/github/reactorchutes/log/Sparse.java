package io.github.reactorchutes.log;

import io.github.reactorchutes.guard.CallerCode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits recurring log lines to one a minute for each subject, because a trouble of the platform affects every call.
 *
 * @since 0.1.0
 */
public final class Sparse {

    private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    private final Map<Object, Long> lastNanos = new ConcurrentHashMap<>();

    /** Start without any line. */
    public Sparse() {}

    /**
     * Run a task that logs, unless one of the same subject ran within the last minute.
     *
     * @param subject what the line is about; of few values
     * @param task the task
     */
    public void run(Object subject, Runnable task) {
        long now = System.nanoTime();
        Long last = lastNanos.get(subject);
        boolean isDue = last == null
                ? lastNanos.putIfAbsent(subject, now) == null
                : now - last >= INTERVAL_NANOS && lastNanos.replace(subject, last, now);
        if (isDue) {
            CallerCode.run("A log line", task);
        }
    }
}
