package io.github.reactorchutes.transport;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one timer of a call. Putting it off costs nothing: when it rings too early, it is set again for what is left. Used
 * on the event loop only.
 */
final class CallTimer {

    private @Nullable Future<?> alarm;

    private long alarmNanos;

    private long dueNanos;

    private @Nullable Runnable task;

    /** Run a task after a delay, in place of the one before. */
    void set(EventLoop loop, Duration delay, Runnable next) {
        dueNanos = System.nanoTime() + delay.toNanos();
        task = next;
        if (alarm == null || dueNanos - alarmNanos < 0) {
            stopAlarm();
            setAlarm(loop);
        }
    }

    /** Forget the task. The alarm stays, for the next one. */
    void clear() {
        task = null;
    }

    /** Forget the task, and stop the alarm. */
    void stop() {
        clear();
        stopAlarm();
    }

    private void setAlarm(EventLoop loop) {
        alarmNanos = dueNanos;
        alarm = loop.schedule(() -> ring(loop), dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void stopAlarm() {
        Future<?> set = alarm;
        if (set != null) {
            set.cancel(false);
            alarm = null;
        }
    }

    private void ring(EventLoop loop) {
        alarm = null;
        Runnable due = task;
        if (due == null) {
            return;
        }
        if (dueNanos - System.nanoTime() > 0) {
            setAlarm(loop);
        } else {
            task = null;
            due.run();
        }
    }
}
