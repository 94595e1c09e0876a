package io.github.reactorchutes.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.Requests;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** What the retry filter makes of a watch of cold starts; the events themselves are tested with a server. */
class ColdStartWatchTests {

    private static final ChutesCall CALL = ChutesCall.of(Requests.text());

    private static final Backoff TEN_SECONDS = Backoff.of(3, Duration.ofSeconds(10), Duration.ofSeconds(10));

    private final AtomicInteger attempts = new AtomicInteger();

    private final AtomicInteger watches = new AtomicInteger();

    @Test
    void sendsNothingUntilTheChuteIsHotAndThenAtOnce() {
        Sinks.Empty<Void> hot = Sinks.empty();
        List<@Nullable String> chutes = new CopyOnWriteArrayList<>();
        RetryFilter filter = watching((endpoint, chuteId) -> {
            chutes.add(chuteId);
            return hot.asMono();
        });

        StepVerifier.withVirtualTime(() -> call(filter, 1))
                .expectSubscription()
                .expectNoEvent(Duration.ofMinutes(5))
                .then(() -> assertThat(attempts).hasValue(1))
                .then(hot::tryEmitEmpty)
                .expectNextCount(1)
                .expectComplete()
                .verify(Calls.SOON);

        assertThat(attempts).hasValue(2);
        assertThat(chutes).containsExactly("the-id");
    }

    @Test
    void continuesWithTheBackoffWhenTheWatchFails() {
        RetryFilter filter = watching((endpoint, chuteId) ->
                Mono.error(() -> new IllegalStateException("no such chute " + watches.incrementAndGet())));

        StepVerifier.withVirtualTime(() -> call(filter, 2))
                .expectSubscription()
                .expectNoEvent(Duration.ofSeconds(7))
                .then(() -> assertThat(attempts).hasValue(1))
                .thenAwait(Duration.ofSeconds(20))
                .expectNextCount(1)
                .expectComplete()
                .verify(Calls.SOON);

        assertThat(attempts).hasValue(3);
        assertThat(watches).as("one failure is enough for a call").hasValue(1);
    }

    @Test
    void doesNotCallAChuteInALoopThatIsHotOnlyForItsWatchers() {
        RetryFilter filter = watching((endpoint, chuteId) -> Mono.empty());

        StepVerifier.withVirtualTime(() -> call(filter, 9))
                .expectSubscription()
                .thenAwait(Duration.ofSeconds(7))
                .then(() -> assertThat(attempts)
                        .as("the first retry waits for the event alone")
                        .hasValue(2))
                .thenAwait(Duration.ofSeconds(30))
                .expectErrorSatisfies(error -> assertThat(error).isInstanceOf(ChutesResponseException.class))
                .verify(Calls.SOON);

        assertThat(attempts).as("as many attempts as the backoff allows").hasValue(4);
    }

    @Test
    void givesUpAfterTheMaximumTime() {
        RetryFilter filter = watching((endpoint, chuteId) -> Mono.never());

        StepVerifier.withVirtualTime(() -> call(filter, 9))
                .expectSubscription()
                .expectNoEvent(Duration.ofMinutes(14))
                .thenAwait(Duration.ofMinutes(1))
                .expectErrorSatisfies(error -> assertThat(error).hasMessageContaining("No instances available"))
                .verify(Calls.SOON);

        assertThat(attempts).hasValue(1);
    }

    @Test
    void leavesTheWatchWhenTheCallIsCancelled() {
        AtomicBoolean left = new AtomicBoolean();
        RetryFilter filter = watching((endpoint, chuteId) -> Mono.<Void>never().doOnCancel(() -> left.set(true)));

        StepVerifier.create(call(filter, 9))
                .expectSubscription()
                .then(() -> assertThat(attempts).hasValue(1))
                .thenCancel()
                .verify(Calls.SOON);

        assertThat(left).isTrue();
    }

    @Test
    void watchesOnlyColdStartsAndOnlyIfAsked() {
        ColdStartWatch watch = (endpoint, chuteId) -> Mono.fromRunnable(watches::incrementAndGet);
        RetryFilter unasked = RetryFilter.builder().coldStart(TEN_SECONDS).build();

        assertThat(unasked.watching(watch)).isSameAs(unasked);
        StepVerifier.withVirtualTime(() -> watching(watch).filter(CALL, call -> answer(429, "at maximum capacity")))
                .thenAwait(Duration.ofHours(1))
                .expectError(ChutesResponseException.class)
                .verify(Calls.SOON);
        assertThat(watches).hasValue(0);
    }

    @Test
    void sharesTheBudgetOfTheFilterItWasMadeFrom() {
        RetryFilter filter = RetryFilter.builder().watchWarmUp(true).build();

        RetryFilter watching = filter.watching((endpoint, chuteId) -> Mono.empty());

        assertThat(watching.budget()).isSameAs(filter.budget());
        assertThat(watching.watching((endpoint, chuteId) -> Mono.never())).isSameAs(watching);
    }

    private static RetryFilter watching(ColdStartWatch watch) {
        return RetryFilter.builder()
                .coldStart(TEN_SECONDS)
                .watchWarmUp(true)
                .build()
                .watching(watch);
    }

    /** A call to a chute that is cold for a number of attempts. */
    private Mono<VideoResponse> call(RetryFilter filter, int coldAttempts) {
        Supplier<Mono<VideoResponse>> answer = () -> attempts.incrementAndGet() <= coldAttempts
                ? answer(503, "{\"detail\":\"No instances available (yet) for chute_id='the-id'\"}")
                : Mono.just(new StubResponse(CALL));
        return filter.filter(CALL, call -> Mono.defer(answer));
    }

    private static Mono<VideoResponse> answer(int status, String body) {
        return Mono.error(ChutesResponseException.of(
                Requests.text().endpoint(), status, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
    }
}
