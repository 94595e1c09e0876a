package io.github.reactorchutes.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.resilience.AccountLimits.Answer;
import io.github.reactorchutes.resilience.LeaseEnd.Kind;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/** The filters on limits that are kept elsewhere. */
@Tag("watched")
class AccountLimitsTests {

    private static final Duration LONG = Duration.ofMinutes(1);

    private static final ChutesCall CALL = ChutesCall.of(Requests.text());

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    private final ScriptedLimits limits = new ScriptedLimits();

    private final StubExchange platform = new StubExchange();

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @Test
    void asksForOneWaiterAtATime() {
        ConcurrencyLimitFilter filter = ConcurrencyLimitFilter.of(limits, 10, LONG);
        for (int i = 1; i <= 5; i++) {
            start(filter, i);
        }
        assertThat(limits.asked()).hasSize(1);
        assertThat(filter.waitingCalls()).isEqualTo(5);

        limits.answer(limits.lease());

        assertThat(platform.calls()).extracting(ChutesCall::attempt).containsExactly(1);
        assertThat(limits.asked()).as("for the second waiter").hasSize(2);
        limits.answer(limits.lease());
        limits.answer(limits.lease());
        assertThat(platform.calls()).extracting(ChutesCall::attempt).containsExactly(1, 2, 3);
        assertThat(filter.availablePermits()).isZero();
    }

    @Test
    void waitsAsLongAsTheLimitsSayAndAsksAgain() {
        limits.prepare(Answer.waitFor(Duration.ofMillis(1), "busy"), Answer.waitFor(Duration.ofMillis(1), "busy"));
        ConcurrencyLimitFilter filter = ConcurrencyLimitFilter.of(limits, 10, LONG);
        start(filter, 1);
        Await.untilAsserted(() -> assertThat(limits.asked()).containsExactly(0, 1, 2));

        limits.answer(limits.lease());

        // The thread that asked may still be busy, and then it handles the answer.
        Await.untilAsserted(() -> assertThat(platform.calls()).hasSize(1));
        assertThat(filter.waitingCalls()).isZero();
    }

    @Test
    void rejectsAtOnceForWhomTheWaitIsTooLong() {
        limits.prepare(Answer.waitFor(Duration.ofHours(1), "the edge has banned the account"), limits.lease());
        RateLimitFilter filter = RateLimitFilter.of(limits, LONG);

        start(filter, 1);
        start(filter, 2);

        assertThat(failures).singleElement().isInstanceOfSatisfying(ChutesCallRejectedException.class, rejected -> {
            assertThat(rejected.limit()).isEqualTo(Limit.RATE);
            assertThat(rejected).hasMessageContaining("the edge has banned the account");
        });
        assertThat(platform.calls()).extracting(ChutesCall::attempt).containsExactly(2);
    }

    @Test
    void rejectsTheFirstWaiterOnARefusalAndOnAnError() {
        ConcurrencyLimitFilter filter = ConcurrencyLimitFilter.of(limits, 10, LONG);
        start(filter, 1);
        start(filter, 2);
        start(filter, 3);

        limits.answer(Answer.refused("the database is away"));
        limits.fail(new IllegalStateException("with a secret"));

        assertThat(failures).hasSize(2);
        assertThat(failures.get(0)).hasMessageContaining("shared limit of 3").hasMessageContaining("database is away");
        assertThat(failures.get(1)).hasMessageContaining("IllegalState").hasMessageNotContaining("secret");
        assertThat(limits.asked()).as("for the third").hasSize(3);
        limits.answer(limits.lease());
        assertThat(platform.calls()).extracting(ChutesCall::attempt).containsExactly(3);
    }

    @Test
    void releasesALeaseThatComesAfterTheLastWaiterHasLeft() {
        ConcurrencyLimitFilter filter = ConcurrencyLimitFilter.of(limits, 10, LONG);
        start(filter, 1).dispose();

        limits.answer(limits.lease());

        assertThat(limits.ends()).extracting(LeaseEnd::kind).containsExactly(Kind.UNUSED);
        assertThat(filter.availablePermits()).isEqualTo(3);
        assertThat(filter.waitingCalls()).isZero();
    }

    @Test
    void givesALeaseToTheNextWhenItsWaiterHasLeft() {
        ConcurrencyLimitFilter filter = ConcurrencyLimitFilter.of(limits, 10, LONG);
        Disposable first = start(filter, 1);
        start(filter, 2);
        first.dispose();

        limits.answer(limits.lease());

        assertThat(platform.calls()).extracting(ChutesCall::attempt).containsExactly(2);
    }

    @Test
    void asksAtOnceWhenALeaseOfItsOwnEnds() {
        limits.prepare(limits.lease(), Answer.waitFor(LONG, "all leases are taken"));
        ConcurrencyLimitFilter filter = ConcurrencyLimitFilter.of(limits, 10, LONG);
        start(filter, 1);
        start(filter, 2);
        assertThat(limits.asked()).containsExactly(0, 0);

        limits.prepare(limits.lease());
        platform.last().complete();

        assertThat(limits.asked()).containsExactly(0, 0, 0);
        assertThat(platform.calls()).hasSize(2);
        platform.last().complete();
        assertThat(limits.ends()).hasSize(2);
    }

    @Test
    void leavesNoTimerBehindWhenEverybodyHasLeft() {
        limits.prepare(Answer.waitFor(LONG, "all leases are taken"));
        ConcurrencyLimitFilter filter = ConcurrencyLimitFilter.of(limits, 10, LONG);
        start(filter, 1).dispose();

        limits.prepare(limits.lease());
        start(filter, 2);

        assertThat(platform.calls())
                .as("does not wait for the first one's pause")
                .hasSize(1);
    }

    @Test
    void refusesWhenItsQueueIsFull() {
        ConcurrencyLimitFilter filter = ConcurrencyLimitFilter.of(limits, 1, LONG);
        start(filter, 1);
        start(filter, 2);

        assertThat(failures)
                .singleElement()
                .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                .hasMessageContaining("queue is full");
    }

    @Test
    void asksManyTimesWithoutDeepStacks() {
        ConcurrencyLimitFilter filter = ConcurrencyLimitFilter.of(limits, 20_000, LONG);
        start(filter, 0);
        for (int i = 1; i < 10_000; i++) {
            start(filter, i);
        }
        for (int i = 0; i < 10_000; i++) {
            limits.prepare(Answer.refused("no"));
        }
        limits.answer(Answer.refused("no"));

        Await.untilAsserted(() -> assertThat(failures).hasSize(10_000));
    }

    @Test
    void reportsWhatTheServerAnswered() {
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            for (int i = 0; i < 4; i++) {
                limits.prepare(limits.lease());
            }
            RateLimitFilter filter = RateLimitFilter.of(limits, LONG);
            ChutesClient client = clients.client(emulator.baseUrl(), builder -> builder.filter(filter));
            Calls.video(client, Requests.text());
            emulator.enqueue(PlatformError.EDGE_RATE_LIMITED.reply(), PlatformError.CAPACITY.reply());
            Calls.failure(ChutesResponseException.class, client, Requests.text());
            Calls.failure(ChutesResponseException.class, client, Requests.text());
            emulator.enqueue(Reply.silent());
            Disposable cancelled = client.exchange(Requests.text()).subscribe();
            Await.untilAsserted(() -> assertThat(emulator.requestCount()).isEqualTo(4));
            cancelled.dispose();
        }
        Await.untilAsserted(() -> assertThat(limits.ends())
                .extracting(LeaseEnd::kind)
                .containsExactly(Kind.ANSWERED, Kind.RATE_LIMITED, Kind.ANSWERED, Kind.UNKNOWN));
        assertThat(limits.ends().get(0).statedPerMinute()).isNotNull();
    }

    @Test
    void returnsTheLeaseOfAnAttemptThatReachedNobody() {
        limits.prepare(limits.lease());
        RateLimitFilter filter = RateLimitFilter.of(limits, LONG);
        ChutesClient client = clients.client(URI.create("http://127.0.0.1:1"), builder -> builder.filter(filter));

        Calls.failure(Exception.class, client, Requests.text());

        assertThat(limits.ends()).extracting(LeaseEnd::kind).containsExactly(Kind.UNUSED);
    }

    @Test
    void holdsTheLeaseOfACallUntilItsBodyHasEnded() {
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            limits.prepare(limits.lease());
            ConcurrencyLimitFilter filter = ConcurrencyLimitFilter.of(limits, 10, LONG);
            ChutesClient client = clients.client(emulator.baseUrl(), builder -> builder.filter(filter));
            VideoResponse head = Calls.head(client.exchange(Requests.text()));
            assertThat(limits.ends()).isEmpty();

            head.release();

            assertThat(limits.ends()).hasSize(1);
        }
    }

    @Test
    void isAskedFromManyThreads() {
        ConcurrencyLimitFilter filter = ConcurrencyLimitFilter.of(limits, 1_000, LONG);
        for (int i = 0; i < 200; i++) {
            int number = i;
            Schedulers.parallel().schedule(() -> start(filter, number));
        }
        Await.untilAsserted(() -> assertThat(filter.waitingCalls()).isEqualTo(200));
        assertThat(limits.asked()).hasSize(1);
    }

    @Test
    void rejectsAnInvalidQueueAndPatience() {
        assertThatThrownBy(() -> ConcurrencyLimitFilter.of(limits, -1, LONG)).hasMessageContaining("maxWaitingCalls");
        assertThatThrownBy(() -> ConcurrencyLimitFilter.of(limits, 1, Duration.ZERO))
                .hasMessageContaining("maxWait");
        assertThatThrownBy(() -> RateLimitFilter.of(limits, Duration.ZERO)).hasMessageContaining("maxWait");
        assertThatThrownBy(() -> Answer.waitFor(Duration.ofMillis(-1), "")).hasMessageContaining("wait");
    }

    private Disposable start(VideoExchangeFilter filter, int number) {
        return filter.filter(CALL.withAttempt(number), platform).subscribe(head -> {}, failures::add);
    }
}
