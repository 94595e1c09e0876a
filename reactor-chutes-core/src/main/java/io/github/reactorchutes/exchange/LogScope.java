package io.github.reactorchutes.exchange;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import reactor.util.context.ContextView;

/**
 * Gives log lines the thread-locals of their call, such as the MDC: the context-propagation library restores them from
 * the call's Reactor Context, for the length of a line. Without that library, lines are written as they are. Not part of
 * the API.
 *
 * @since 0.1.0
 */
public final class LogScope {

    private static final boolean PROPAGATED = isPresent("io.micrometer.context.ContextSnapshotFactory");

    private LogScope() {}

    /**
     * Write a line.
     *
     * @param context the Reactor Context of the call
     * @param line writes the line; run at once, on this thread
     */
    public static void run(ContextView context, Runnable line) {
        if (PROPAGATED) {
            Propagation.run(context, line);
        } else {
            line.run();
        }
    }

    private static boolean isPresent(String type) {
        try {
            Class.forName(type, false, LogScope.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    /** Loaded only where the library is. */
    private static final class Propagation {

        private static final ContextSnapshotFactory SNAPSHOTS =
                ContextSnapshotFactory.builder().build();

        static void run(ContextView context, Runnable line) {
            ContextSnapshot.Scope scope;
            try {
                scope = SNAPSHOTS.setThreadLocalsFrom(context);
            } catch (RuntimeException brokenAccessor) {
                line.run();
                return;
            }
            try {
                line.run();
            } finally {
                scope.close();
            }
        }
    }
}
