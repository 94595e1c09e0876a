package io.github.reactorchutes.log;

import io.github.reactorchutes.guard.CallerCode;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Restores the thread-locals of a call, such as the MDC, for the duration of a log line. The context-propagation
 * library reads them from the call's Reactor Context. Without that library, lines are written without them.
 *
 * @since 0.1.0
 */
public final class LogScope {

    private static final boolean PROPAGATED = isPresent("io.micrometer.context.ContextSnapshotFactory");

    private LogScope() {}

    /**
     * Write a line. Never throws: exceptions of an accessor, the logger or the line are reported by {@link CallerCode}.
     *
     * @param context the Reactor Context of the call
     * @param line writes the line; run immediately on this thread
     */
    public static void run(ContextView context, Runnable line) {
        CallerCode.run("A log line", () -> within(context, line));
    }

    private static void within(ContextView context, Runnable line) {
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

    /** Loaded only if the library is present. */
    private static final class Propagation {

        private static final String ACCESSOR = "An accessor of a thread-local";

        private static final ContextSnapshotFactory SNAPSHOTS =
                ContextSnapshotFactory.builder().build();

        static void run(ContextView context, Runnable line) {
            AtomicReference<ContextSnapshot.@Nullable Scope> scope = new AtomicReference<>();
            CallerCode.run(ACCESSOR, () -> scope.set(SNAPSHOTS.setThreadLocalsFrom(context)));
            try {
                line.run();
            } finally {
                ContextSnapshot.Scope open = scope.get();
                if (open != null) {
                    CallerCode.run(ACCESSOR, open::close);
                }
            }
        }
    }
}
