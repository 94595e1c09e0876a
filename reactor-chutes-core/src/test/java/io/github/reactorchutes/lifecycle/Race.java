package io.github.reactorchutes.lifecycle;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;

/** Runs two tasks at the same moment, the second a little later in each round. */
final class Race {

    private Race() {}

    static void run(int round, Runnable first, Runnable second) {
        CyclicBarrier start = new CyclicBarrier(2);
        CompletableFuture<Void> firstDone = CompletableFuture.runAsync(
                () -> {
                    Waiting.pass(start);
                    first.run();
                },
                command -> new Thread(command, "race").start());
        Waiting.pass(start);
        spin(round % 50 * 2_000L);
        second.run();
        Waiting.await(firstDone);
    }

    /** Wait for less than a thread's sleep can. */
    static void spin(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
