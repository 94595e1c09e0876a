package io.github.reactorchutes.guard;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Exceptions;

/**
 * Runs application code that only observes: listeners, observation handlers, loggers. An exception of any type is
 * logged and does not affect the call. An error that Reactor treats as fatal is also passed to the thread's uncaught
 * exception handler. Rethrowing it would interrupt Reactor Netty's, the pool's and the permits' queues while they serve
 * other calls.
 *
 * @since 0.1.0
 */
public final class CallerCode {

    private static final Logger logger = LoggerFactory.getLogger(CallerCode.class);

    private CallerCode() {}

    /**
     * Run code immediately on this thread. Never throws.
     *
     * @param whose a description of the code, as the beginning of a sentence
     * @param code the code
     * @return whether it returned normally
     */
    public static boolean run(String whose, Runnable code) {
        Throwable failure = failureOf(code);
        if (failure != null) {
            report(whose, failure);
        }
        return failure == null;
    }

    /**
     * Run code immediately on this thread without reporting its exception. Never throws.
     *
     * @param code the code
     * @return the exception it threw, or {@code null}
     */
    public static @Nullable Throwable failureOf(Runnable code) {
        try {
            code.run();
            return null;
        } catch (Throwable failure) {
            return failure;
        }
    }

    /**
     * Log a failure, and pass a fatal one to the thread's uncaught exception handler. Never throws.
     *
     * @param whose a description of the code, as the beginning of a sentence
     * @param failure the exception it threw
     */
    public static void report(String whose, Throwable failure) {
        Throwable brokenLogger = failureOf(() -> logger.warn("{} failed; the call is not affected", whose, failure));
        handOver(failure);
        if (brokenLogger != null) {
            handOver(brokenLogger);
        }
    }

    private static void handOver(Throwable failure) {
        if (Exceptions.isJvmFatal(failure)) {
            Thread thread = Thread.currentThread();
            failureOf(() -> thread.getUncaughtExceptionHandler().uncaughtException(thread, failure));
        }
    }
}
