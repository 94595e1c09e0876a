package io.github.reactorchutes.resilience;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/** Timers of Reactor's parallel scheduler, which a user may have shut down. */
final class Timers {

    /** What became of a call that needs a timer and cannot have one. */
    static final String REJECTED = "Reactor's parallel scheduler, which times it, is shut down";

    private Timers() {}

    /** Run a task after a delay; {@code null} if the scheduler accepts no task. */
    static @Nullable Disposable schedule(Runnable task, long nanos) {
        try {
            return Schedulers.parallel().schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException shutDown) {
            return null;
        }
    }
}
