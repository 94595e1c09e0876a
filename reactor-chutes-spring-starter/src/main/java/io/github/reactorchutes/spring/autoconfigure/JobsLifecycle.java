package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.jobs.ChutesJobs;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Starts the jobs when all beans exist, and closes them before the client that they call.
 *
 * <p>An application starts while its database is away, as it does with shared limits: the jobs start when the database is
 * back. What waiting does not mend, such as a wrong password, ends the start of the application.
 */
final class JobsLifecycle implements SmartLifecycle {

    /** After the clients and before the web server; on shutdown, after the web server and before the clients. */
    static final int PHASE = ManagedClients.PHASE + 512;

    private static final Logger logger = LoggerFactory.getLogger(JobsLifecycle.class);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final ChutesJobs jobs;

    private final Duration drainTimeout;

    private volatile boolean running;

    /** {@code null} unless the database was away. */
    private volatile @Nullable Disposable laterStart;

    JobsLifecycle(ChutesJobs jobs, Duration drainTimeout) {
        this.jobs = jobs;
        this.drainTimeout = drainTimeout;
    }

    @Override
    public void start() {
        try {
            jobs.start().block();
        } catch (RuntimeException failed) {
            if (!JobsFailures.isAway(failed)) {
                throw JobsFailures.problem(failed);
            }
            logger.warn("The Chutes jobs start when their database is back: {}", failed.getMessage());
            laterStart = later().subscribe(
                            nothing -> {},
                            error -> logger.error("The Chutes jobs cannot start: {}", error.getMessage(), error),
                            () -> logger.info("The Chutes jobs have started"));
        }
        running = true;
    }

    private Mono<Void> later() {
        return jobs.start()
                .delaySubscription(FIRST_WAIT)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_WAIT)
                        .maxBackoff(LONGEST_WAIT)
                        .doBeforeRetry(failed -> logger.debug(
                                "The Chutes jobs cannot start yet: {}",
                                failed.failure().getMessage())));
    }

    @Override
    public void stop() {
        stopStarting();
        jobs.close();
        running = false;
    }

    /** Jobs that are given back are executed by another process, or after the next start. */
    @Override
    public void stop(Runnable callback) {
        stopStarting();
        jobs.closeGracefully(drainTimeout)
                .doFinally(end -> {
                    running = false;
                    callback.run();
                })
                .subscribe(nothing -> {}, error -> logger.warn("Closing the Chutes jobs failed", error));
    }

    private void stopStarting() {
        Disposable starting = laterStart;
        if (starting != null) {
            starting.dispose();
            laterStart = null;
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
