package io.github.reactorchutes.transport;

import io.github.reactorchutes.exchange.CallOutcome;
import java.lang.ref.WeakReference;
import java.time.Duration;

/**
 * Closes a body that nobody subscribes to: when its time is up, or earlier when nobody can, because the garbage collector
 * has taken it. Code that fails on a head, or drops it, is not seen in any other way.
 */
final class Abandonment {

    /** As often as the timer of a call rings anyway. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final LiveCall live;

    private final WeakReference<VideoBody> body;

    private final Duration timeout;

    private final long startedNanos = System.nanoTime();

    private Abandonment(LiveCall live, VideoBody body, Duration timeout) {
        this.live = live;
        this.body = new WeakReference<>(body);
        this.timeout = timeout;
    }

    /** Watch a body until it is subscribed to; on its event loop. */
    static void watch(LiveCall live, VideoBody body, Duration timeout) {
        new Abandonment(live, body, timeout).rearm();
    }

    private void rearm() {
        Duration left = timeout.minusNanos(System.nanoTime() - startedNanos);
        live.arm(left.compareTo(LONGEST_PAUSE) < 0 ? left : LONGEST_PAUSE, this::check);
    }

    private void check() {
        if (body.refersTo(null)) {
            live.release(CallOutcome.ABANDONED, null, "it was dropped before anybody subscribed to it");
        } else if (System.nanoTime() - startedNanos >= timeout.toNanos()) {
            live.release(CallOutcome.ABANDONED, null, "nobody subscribed to it within " + timeout);
        } else {
            rearm();
        }
    }
}
