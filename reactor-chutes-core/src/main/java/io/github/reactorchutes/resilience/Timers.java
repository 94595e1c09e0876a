package io.github.reactorchutes.resilience;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/** Timers of Reactor's parallel scheduler, which a user may have shut down. */
final class Timers {

    /** The reason for refusing a call that needs a timer. */
    static final String REJECTED = "Reactor's parallel scheduler is shut down, so the wait cannot be limited";

    private Timers() {}

    /** Run a task after a delay; {@code null} if the scheduler is shut down. */
    static @Nullable Disposable schedule(Runnable task, long nanos) {
        try {
            return Schedulers.parallel().schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException shutDown) {
            return null;
        }
    }
}
