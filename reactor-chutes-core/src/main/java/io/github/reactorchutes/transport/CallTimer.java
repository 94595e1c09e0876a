package io.github.reactorchutes.transport;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The timer of a call, on its event loop only. Its alarm rings after a few seconds and checks whether its task is due, so
 * arming a task that is due later is free. That is the normal case. While the same wait goes on, it sleeps twice as long
 * each time: ten thousand calls that wait for minutes must not keep the loops busy.
 */
final class CallTimer {

    private static final Duration FIRST_SLEEP = Duration.ofSeconds(5);

    private final long firstSleepNanos;

    private long sleepNanos;

    private @Nullable Future<?> alarm;

    private long alarmNanos;

    private long dueNanos;

    private @Nullable Runnable task;

    CallTimer() {
        this(FIRST_SLEEP);
    }

    CallTimer(Duration firstSleep) {
        this.firstSleepNanos = firstSleep.toNanos();
    }

    /** Run a task after a delay, replacing the previous task. */
    void set(EventLoop loop, Duration delay, Runnable next) {
        dueNanos = System.nanoTime() + delay.toNanos();
        task = next;
        if (alarm == null || dueNanos - alarmNanos < 0) {
            stopAlarm();
            sleepNanos = firstSleepNanos;
            setAlarm(loop);
        }
    }

    /** Clear the task. The alarm stays for the next one. */
    void clear() {
        task = null;
    }

    /** Clear the task, and stop the alarm. */
    void stop() {
        clear();
        stopAlarm();
    }

    private void setAlarm(EventLoop loop) {
        long now = System.nanoTime();
        long nanos = Math.min(dueNanos - now, sleepNanos);
        alarmNanos = now + nanos;
        alarm = loop.schedule(() -> ring(loop), nanos, TimeUnit.NANOSECONDS);
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
            sleepNanos *= 2;
            setAlarm(loop);
        } else {
            task = null;
            due.run();
        }
    }
}
