package io.github.reactorchutes.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.Requests;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** An application that shuts Reactor's schedulers down loses its timers: calls fail then, and permits are not lost. */
class ShutDownSchedulerTests {

    private static final ChutesCall CALL = ChutesCall.of(Requests.text());

    private static final Duration LONG = Duration.ofMinutes(1);

    private static final Duration SHORT = Duration.ofMillis(1);

    private final StubExchange platform = new StubExchange();

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @AfterEach
    void acceptTasks() {
        Schedulers.resetFactory();
        Schedulers.shutdownNow();
    }

    /** Every parallel scheduler rejects its tasks from now on, as one that is shut down does. */
    private static void acceptNoTasks() {
        replaceParallel(() -> {
            throw Exceptions.failWithRejected();
        });
    }

    private static void replaceParallel(Supplier<Disposable> onSchedule) {
        Schedulers.setFactory(new Schedulers.Factory() {
            @Override
            public Scheduler newParallel(int parallelism, ThreadFactory threads) {
                return new IdleScheduler(onSchedule);
            }
        });
        Schedulers.shutdownNow();
    }

    /** Runs no task. */
    private record IdleScheduler(Supplier<Disposable> onSchedule) implements Scheduler {

        @Override
        public Disposable schedule(Runnable task) {
            return onSchedule.get();
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return onSchedule.get();
        }

        @Override
        public Worker createWorker() {
            throw Exceptions.failWithRejected();
        }

        @Override
        public void init() {}
    }

    @Test
    void refuseACallThatWouldWaitForARatePermit() {
        RateLimiter limiter = limiter(Duration.ofHours(1), Duration.ofHours(2));
        RateLimitFilter rate = RateLimitFilter.of(limiter);
        assertThat(limiter.acquirePermission()).isTrue();
        acceptNoTasks();

        assertThatThrownBy(() -> rate.filter(CALL, platform).block(Calls.SOON))
                .isInstanceOf(ChutesCallRejectedException.class)
                .hasMessageContaining("shut down");
        assertThat(rate.waitingCalls()).isZero();
    }

    /** The permit was reserved: it serves the next call when it falls due, though no timer tells of it. */
    @Test
    void keepTheReservedRatePermit() {
        RateLimiter limiter = limiter(Duration.ofMillis(50), LONG);
        RateLimitFilter rate = RateLimitFilter.of(limiter);
        acceptNoTasks();
        Await.untilAsserted(() -> {
            exhaust(limiter);
            assertThatThrownBy(() -> rate.filter(CALL, platform).block(Calls.SOON))
                    .isInstanceOf(ChutesCallRejectedException.class);
        });
        acceptTasks();

        Await.untilAsserted(
                () -> assertThat(rate.filter(CALL, platform).block(Calls.SOON)).isNotNull());
    }

    /** The timer of a reservation is lost, and with it the one of the call that waits: the next call brings both back. */
    @Test
    void goOnAfterTheTimersAreLost() {
        RateLimiter limiter = limiter(Duration.ofMillis(300), LONG);
        RateLimitFilter rate = RateLimitFilter.of(limiter);
        exhaust(limiter);
        List<VideoResponse> heads = new CopyOnWriteArrayList<>();
        rate.filter(CALL, platform).subscribe(heads::add, failures::add);
        Schedulers.shutdownNow();

        Await.untilAsserted(() -> {
            rate.filter(CALL, platform).subscribe(heads::add, failures::add);
            assertThat(heads).hasSizeGreaterThanOrEqualTo(2);
        });
        assertThat(failures).isEmpty();
    }

    /** A thread that has started many calls hands the rest over, and the shutdown loses it: the next call goes on. */
    @Test
    void startTheCallsThatWereHandedOver() {
        int many = 1_000;
        ConcurrencyLimitFilter concurrency = ConcurrencyLimitFilter.of(1, many, LONG);
        concurrency.filter(CALL, platform).subscribe();
        AtomicInteger failed = new AtomicInteger();
        VideoExchange failing = call -> Mono.error(new IllegalArgumentException("over at once"));
        for (int i = 0; i < many; i++) {
            concurrency.filter(CALL, failing).subscribe(head -> {}, error -> failed.incrementAndGet());
        }
        loseTasks();
        platform.last().complete();
        assertThat(failed).hasValueLessThan(many);
        acceptTasks();

        concurrency.filter(CALL, failing).subscribe(head -> {}, error -> failed.incrementAndGet());

        Await.untilAsserted(() -> assertThat(failed).hasValue(many + 1));
        assertThat(concurrency.availablePermits()).isEqualTo(1);
    }

    /** Every parallel scheduler accepts its tasks, and is shut down before it runs one. */
    private static void loseTasks() {
        replaceParallel(Disposables::single);
    }

    @Test
    void refuseACallThatWouldWaitForAPermitOfTheConcurrencyLimit() {
        ConcurrencyLimitFilter concurrency = ConcurrencyLimitFilter.of(1, 5, LONG);
        concurrency.filter(CALL, platform).block();
        acceptNoTasks();

        assertThatThrownBy(() -> concurrency.filter(CALL, platform).block(Calls.SOON))
                .isInstanceOf(ChutesCallRejectedException.class)
                .hasMessageContaining("shut down");

        assertThat(concurrency.waitingCalls()).isZero();
        platform.last().complete();
        assertThat(concurrency.availablePermits()).isEqualTo(1);
    }

    @Test
    void failACallWhoseDeadlineCannotBeWatched() {
        acceptNoTasks();

        assertThatThrownBy(() -> DeadlineFilter.of(LONG)
                        .filter(CALL, call -> Mono.never())
                        .block(Calls.SOON))
                .isInstanceOf(ChutesNotSentException.class)
                .hasMessageContaining("cannot be enforced");
    }

    @Test
    void failWithTheFailureThatWouldBeRetried() {
        ChutesNotSentException failure =
                new ChutesNotSentException(CALL.endpoint(), CallPhase.CONNECT, "refused", null);
        VideoExchange refusing = call -> Mono.error(failure);
        acceptNoTasks();

        assertThatThrownBy(() ->
                        RetryFilter.of(2, SHORT, SHORT).filter(CALL, refusing).block(Calls.SOON))
                .isSameAs(failure);
    }

    private static RateLimiter limiter(Duration period, Duration maxWait) {
        return RateLimiter.of(
                "test",
                RateLimiterConfig.custom()
                        .limitForPeriod(1)
                        .limitRefreshPeriod(period)
                        .timeoutDuration(maxWait)
                        .build());
    }

    /** Use up what a limiter has, and the next period's. */
    private static void exhaust(RateLimiter limiter) {
        while (limiter.reservePermission() == 0) {
            // the next one is due later
        }
    }
}
