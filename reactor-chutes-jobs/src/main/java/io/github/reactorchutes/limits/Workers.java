package io.github.reactorchutes.limits;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The threads that wait for the database: two for questions and releases, and one for renewals alone. */
final class Workers {

    private static final Logger logger = LoggerFactory.getLogger(JdbcAccountLimits.class);

    private static final AtomicInteger threads = new AtomicInteger();

    private final Duration tick;

    private final ScheduledExecutorService renewals = daemons("renewal", 1);

    private final ScheduledExecutorService statements = daemons("lease", 2);

    private final Scheduler scheduler = Schedulers.fromExecutorService(statements);

    Workers(Duration tick) {
        this.tick = tick;
    }

    private static ScheduledExecutorService daemons(String purpose, int count) {
        ThreadFactory daemons = task -> {
            Thread thread = new Thread(task, "chutes-limits-" + purpose + "-" + threads.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        return new ScheduledThreadPoolExecutor(count, daemons, Workers::reject);
    }

    /** The default handler describes the executor, for which it takes its lock, which an event loop must not wait for. */
    private static void reject(Runnable task, Executor closed) {
        throw new RejectedExecutionException("the limits are closed");
    }

    Scheduler scheduler() {
        return scheduler;
    }

    void start(Runnable task) {
        ScheduledFuture<?> ignored = renewals.scheduleWithFixedDelay(
                () -> guarded(task), tick.toNanos(), tick.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** An exception would end the renewals silently. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException unexpected) {
            logger.error("The renewal of leases failed unexpectedly and is tried again", unexpected);
        }
    }

    /** Let statements under way end, so that no lease appears after the last deletion. */
    void close() {
        renewals.shutdown();
        statements.shutdown();
        try {
            if (!statements.awaitTermination(10, TimeUnit.SECONDS)
                    || !renewals.awaitTermination(10, TimeUnit.SECONDS)) {
                logger.warn("Statements of the shared limits are still under way after 10 seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        scheduler.dispose();
    }
}
