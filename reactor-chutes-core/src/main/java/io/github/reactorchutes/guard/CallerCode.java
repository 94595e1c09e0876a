package io.github.reactorchutes.guard;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Exceptions;

/**
 * Runs code of the caller that only looks on: listeners, observation handlers, loggers. A failure of any type is logged
 * and does not affect the call. An error that is fatal by Reactor's rule then goes to the uncaught exception handler of
 * the thread, which is where it would end. Thrown up the stack, it would stop the queues of Reactor Netty, of the pool
 * and of the permits in the middle of their work for other calls.
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
     * Run code immediately on this thread, and leave reporting its failure to the caller. Never throws.
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
