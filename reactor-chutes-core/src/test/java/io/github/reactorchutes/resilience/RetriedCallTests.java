package io.github.reactorchutes.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Requests;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.PublisherProbe;

/** The demand, the cancel and the context of a retried call reach the attempt that is under way. */
class RetriedCallTests {

    private static final ChutesCall CALL = ChutesCall.of(Requests.text());

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final StubExchange platform = new StubExchange();

    private final List<ChutesCall> attempts = new CopyOnWriteArrayList<>();

    @Test
    void passesOnDemandThatWasRequestedBeforeTheRetry() {
        StepVerifier.withVirtualTime(() -> retried(this::failingOnce))
                .thenAwait(LONGEST_WAIT)
                .expectNextMatches(response -> response.attempt() == 2)
                .verifyComplete();
    }

    @Test
    void passesOnDemandThatComesAfterTheRetry() {
        StepVerifier.withVirtualTime(() -> retried(this::failingOnce), 0)
                .thenAwait(LONGEST_WAIT)
                .then(() -> assertThat(attempts).hasSize(2))
                .thenRequest(1)
                .expectNextCount(1)
                .verifyComplete();
    }

    @Test
    void cancelsTheSecondAttempt() {
        PublisherProbe<VideoResponse> second = PublisherProbe.of(Mono.never());

        StepVerifier.withVirtualTime(() -> retried(call -> call.attempt() == 1 ? failing(call) : second.mono()))
                .thenAwait(LONGEST_WAIT)
                .thenCancel()
                .verify();

        second.assertWasCancelled();
    }

    @Test
    void sendsNothingAfterACancelWhileItWaits() {
        StepVerifier.withVirtualTime(() -> retried(this::failingOnce))
                .thenAwait(Duration.ZERO)
                .thenCancel()
                .verify();

        assertThat(attempts).hasSize(1);
    }

    @Test
    void retriesAnExchangeThatThrows() {
        StepVerifier.withVirtualTime(() -> retried(call -> {
                    if (call.attempt() == 1) {
                        throw unreachable(call);
                    }
                    return platform.exchange(call);
                }))
                .thenAwait(LONGEST_WAIT)
                .expectNextCount(1)
                .verifyComplete();
    }

    @Test
    void showsEachAttemptTheContextOfTheCaller() {
        List<Object> seen = new CopyOnWriteArrayList<>();

        StepVerifier.withVirtualTime(() -> retried(call -> Mono.deferContextual(context -> {
                            seen.add(context.get("user"));
                            return failingOnce(call);
                        }))
                        .contextWrite(context -> context.put("user", "ada")))
                .thenAwait(LONGEST_WAIT)
                .expectNextCount(1)
                .verifyComplete();

        assertThat(seen).containsExactly("ada", "ada");
    }

    private static Mono<VideoResponse> retried(VideoExchange next) {
        return RetryFilter.of(3).filter(CALL, next);
    }

    private Mono<VideoResponse> failingOnce(ChutesCall call) {
        attempts.add(call);
        return call.attempt() == 1 ? failing(call) : platform.exchange(call);
    }

    private static Mono<VideoResponse> failing(ChutesCall call) {
        return Mono.error(unreachable(call));
    }

    private static ChutesNotSentException unreachable(ChutesCall call) {
        return new ChutesNotSentException(call.endpoint(), CallPhase.CONNECT, "connecting failed", null);
    }
}
