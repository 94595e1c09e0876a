package io.github.reactorchutes.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.Await;
import io.netty.channel.DefaultEventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallTimerTests {

    private static final Duration SOON = Duration.ofMillis(20);

    private static final Duration LATER = Duration.ofMillis(100);

    private static final Duration NEVER = Duration.ofDays(1);

    private final List<ScheduledFuture<?>> alarms = new CopyOnWriteArrayList<>();

    private final List<Long> sleeps = new CopyOnWriteArrayList<>();

    private final DefaultEventLoop loop = new DefaultEventLoop() {
        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            ScheduledFuture<?> alarm = super.schedule(task, delay, unit);
            alarms.add(alarm);
            sleeps.add(unit.toMillis(delay));
            return alarm;
        }
    };

    private final CallTimer timer = new CallTimer();

    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

    @AfterEach
    void stopLoop() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void doesTheLastOfItsTasksWhenThatIsDue() throws Exception {
        onLoop(() -> {
            set(SOON, "first");
            set(LATER, "second");
        });
        assertThat(done.take()).isEqualTo("second");
        assertThat(done).isEmpty();
    }

    @Test
    void isPutForward() throws Exception {
        onLoop(() -> {
            set(NEVER, "first");
            set(SOON, "second");
        });
        assertThat(done.take()).isEqualTo("second");
        assertThat(alarms).hasSize(2).first().matches(Future::isCancelled);
    }

    @Test
    void setsNoNewAlarmToBePutOff() {
        onLoop(() -> {
            for (int i = 0; i < 1_000; i++) {
                set(NEVER, "put off");
            }
        });
        assertThat(alarms).hasSize(1);
    }

    @Test
    void doesALateTaskAfterItHasRungEarly() throws Exception {
        CallTimer restless = new CallTimer(SOON);
        onLoop(() -> restless.set(loop, LATER, () -> done.add("late")));
        assertThat(done.take()).isEqualTo("late");
        assertThat(alarms).hasSizeGreaterThan(1);
    }

    @Test
    void sleepsLongerAndLongerWhileAWaitGoesOn() {
        CallTimer restless = new CallTimer(SOON);
        onLoop(() -> restless.set(loop, NEVER, () -> done.add("never")));

        Await.untilAsserted(() -> assertThat(sleeps).startsWith(20L, 40L, 80L));
    }

    @Test
    void sleepsShortlyAgainForTheNextWait() {
        CallTimer restless = new CallTimer(SOON);
        onLoop(() -> restless.set(loop, NEVER, () -> done.add("never")));
        Await.untilAsserted(() -> assertThat(sleeps).hasSizeGreaterThan(2));

        onLoop(() -> {
            sleeps.clear();
            restless.set(loop, SOON, () -> done.add("soon"));
            restless.set(loop, NEVER, () -> done.add("never"));
        });

        Await.untilAsserted(() -> assertThat(sleeps).hasSizeGreaterThan(1));
        assertThat(sleeps.get(1)).isEqualTo(40L);
    }

    @Test
    void doesNothingOnceItIsClearedAndCanBeSetAgain() throws Exception {
        onLoop(() -> {
            set(SOON, "first");
            timer.clear();
        });
        assertThat(done.poll(LATER.toMillis(), TimeUnit.MILLISECONDS)).isNull();
        onLoop(() -> set(SOON, "second"));
        assertThat(done.take()).isEqualTo("second");
    }

    @Test
    void leavesNothingBehindWhenItIsStopped() {
        onLoop(() -> {
            set(NEVER, "first");
            timer.stop();
        });
        assertThat(alarms).singleElement().matches(Future::isCancelled);
    }

    /** A response may be retained for long, and its timer with it. */
    @Test
    void keepsNoTaskOnceItIsStopped() {
        WeakReference<AtomicInteger> needed = setAndStop();

        Await.untilAsserted(() -> {
            System.gc();
            assertThat(needed.get()).isNull();
        });
    }

    private WeakReference<AtomicInteger> setAndStop() {
        AtomicInteger needed = new AtomicInteger();
        onLoop(() -> {
            timer.set(loop, NEVER, needed::incrementAndGet);
            timer.stop();
        });
        return new WeakReference<>(needed);
    }

    private void set(Duration delay, String name) {
        timer.set(loop, delay, () -> done.add(name));
    }

    private void onLoop(Runnable task) {
        loop.submit(task).syncUninterruptibly();
    }
}
