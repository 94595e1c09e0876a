package io.github.reactorchutes.transport;

import io.github.reactorchutes.exchange.CallOutcome;
import java.lang.ref.WeakReference;
import java.time.Duration;

/**
 * Closes a body without a subscriber after its timeout, or earlier if it is garbage collected. Nothing else detects a
 * consumer that fails on a head or drops it.
 */
final class Abandonment {

    /** The interval at which the timer of a call fires anyway. */
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

    /** Watch a body until its subscription; on its event loop. */
    static void watch(LiveCall live, VideoBody body, Duration timeout) {
        new Abandonment(live, body, timeout).arm(timeout);
    }

    private void arm(Duration left) {
        live.arm(left.compareTo(LONGEST_PAUSE) < 0 ? left : LONGEST_PAUSE, this::check);
    }

    private void check() {
        Duration left = timeout.minusNanos(System.nanoTime() - startedNanos);
        if (body.refersTo(null)) {
            live.release(CallOutcome.ABANDONED, null, "the consumer discarded it without a subscription");
        } else if (left.isNegative() || left.isZero()) {
            live.release(CallOutcome.ABANDONED, null, "nobody subscribed to it within " + timeout);
        } else {
            arm(left);
        }
    }
}
