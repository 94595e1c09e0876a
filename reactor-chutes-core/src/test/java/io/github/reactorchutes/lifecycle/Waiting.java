package io.github.reactorchutes.lifecycle;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/** Bounded waits of tests and of the servers' scripts. */
final class Waiting {

    private Waiting() {}

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(Bodies.LIMIT.toMillis(), MILLISECONDS)) {
                throw new AssertionError("did not happen");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("did not happen", e);
        }
    }

    static void pass(CyclicBarrier barrier) {
        try {
            barrier.await(Bodies.LIMIT.toMillis(), MILLISECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("nobody came", e);
        }
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(Bodies.LIMIT.toMillis(), MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("did not happen", e);
        }
    }

    /** Wait for a value, or throw what came instead of it. */
    static <T> T valueOf(Mono<T> source) {
        return Objects.requireNonNull(source.block(Bodies.LIMIT), "nothing came");
    }

    /** Run a task on a thread of its own, and wait for it. */
    static void elsewhere(Runnable task) {
        await(CompletableFuture.runAsync(task, command -> new Thread(command, "elsewhere").start()));
    }
}
