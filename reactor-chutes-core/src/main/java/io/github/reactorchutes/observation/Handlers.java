package io.github.reactorchutes.observation;

import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.guard.CallerCode;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls the registry's handlers, predicates, filters and conventions. What they throw does not affect the call. */
final class Handlers {

    private Handlers() {}

    /** Create and start an observation; return a no-op one if that fails. */
    static Observation start(Supplier<Observation> made) {
        Observation observation = Observation.NOOP;
        try {
            observation = made.get();
            observation.start();
            return observation;
        } catch (Throwable failure) {
            CallerCode.report("The start of an observation", failure);
            stop(observation);
            return Observation.NOOP;
        }
    }

    static void event(Observation observation, Observation.Event event) {
        try {
            observation.event(event);
        } catch (Throwable failure) {
            CallerCode.report("An observation handler's onEvent", failure);
        }
    }

    /** Run a task in the scope of an observation, or without a scope if it cannot be opened. No scope stays open. */
    static void scoped(Observation observation, ObservationRegistry registry, Runnable task) {
        Observation.Scope before = registry.getCurrentObservationScope();
        AtomicReference<Observation.@Nullable Scope> scope = new AtomicReference<>();
        if (!CallerCode.run("An observation handler's onScopeOpened", () -> scope.set(observation.openScope()))) {
            // the failing handler prevented the return of a scope that the registry already has
            scope.compareAndSet(null, halfOpen(registry, before));
        }
        try {
            task.run();
        } finally {
            close(scope.get(), registry, before);
        }
    }

    private static Observation.@Nullable Scope halfOpen(
            ObservationRegistry registry, Observation.@Nullable Scope before) {
        Observation.Scope now = registry.getCurrentObservationScope();
        return now == before ? null : now;
    }

    private static void close(
            Observation.@Nullable Scope scope, ObservationRegistry registry, Observation.@Nullable Scope before) {
        if (scope != null && !CallerCode.run("An observation handler's onScopeClosed", scope::close)) {
            registry.setCurrentObservationScope(before);
        }
    }

    static void stop(Observation observation, CallEnd end) {
        Throwable error = end.error();
        if (error != null) {
            CallerCode.run("An observation handler's onError", () -> observation.error(error));
        }
        stop(observation);
    }

    private static void stop(Observation observation) {
        try {
            observation.stop();
        } catch (Throwable failure) {
            CallerCode.report("The end of an observation", failure);
        }
    }
}
