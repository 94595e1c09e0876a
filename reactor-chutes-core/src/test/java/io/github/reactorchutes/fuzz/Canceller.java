package io.github.reactorchutes.fuzz;

import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Cancels some uses, at a moment drawn beforehand, from threads that are none of Reactor's. */
@SuppressWarnings("FutureReturnValueIgnored") // a cancel shows in what it ends
final class Canceller {

    private final ScheduledExecutorService threads;

    Canceller(ScheduledExecutorService threads) {
        this.threads = threads;
    }

    /** Return a use that ends when it ends, or when it was cancelled. */
    Mono<Void> sometimes(Mono<Void> use, Random dice) {
        boolean cancelled = dice.nextInt(5) < 2;
        long nanos = dice.nextInt(dice.nextBoolean() ? 2_000_000 : 30_000_000);
        return cancelled ? after(use, nanos) : use;
    }

    private Mono<Void> after(Mono<Void> use, long nanos) {
        return Mono.create(done -> {
            Disposable running = use.subscribe(nothing -> {}, done::error, done::success);
            threads.schedule(
                    () -> {
                        running.dispose();
                        done.success();
                    },
                    nanos,
                    TimeUnit.NANOSECONDS);
        });
    }
}
