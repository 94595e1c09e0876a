package io.github.reactorchutes.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.Requests;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Consumers of Resilience4j's events, and its predicates, are the caller's: what they throw costs no permit. */
class ThrowingConsumerTests {

    private static final ChutesCall CALL = ChutesCall.of(Requests.text());

    private static final Duration HOUR = Duration.ofHours(1);

    private final StubExchange platform = new StubExchange();

    static Stream<Supplier<Throwable>> thrown() {
        return Stream.of(
                () -> new IllegalStateException("on purpose"),
                () -> new AssertionError("on purpose"),
                () -> new NoSuchMethodError("on purpose"));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void ofALimiterDoNotCostThePermit(Supplier<Throwable> thrown) {
        RateLimiter limiter = limiter(2, Duration.ofMillis(1));
        limiter.getEventPublisher().onEvent(event -> sneak(thrown.get()));
        RateLimitFilter rate = RateLimitFilter.of(limiter);

        assertThat(rate.filter(CALL, platform).block(Calls.SOON)).isNotNull();
        assertThat(rate.filter(CALL, platform).block(Calls.SOON)).isNotNull();

        assertThatThrownBy(() -> rate.filter(CALL, platform).block(Calls.SOON))
                .isInstanceOf(ChutesCallRejectedException.class);
        assertThat(limiter.getMetrics().getAvailablePermissions()).isZero();
        assertThat(rate.waitingCalls()).isZero();
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void ofALimiterThatLetsWaitDoNotCostThePermit(Supplier<Throwable> thrown) {
        RateLimiter limiter = RateLimiter.of(
                "test",
                RateLimiterConfig.custom()
                        .limitForPeriod(1)
                        .limitRefreshPeriod(Duration.ofMillis(50))
                        .timeoutDuration(HOUR)
                        .build());
        limiter.getEventPublisher().onEvent(event -> sneak(thrown.get()));
        RateLimitFilter rate = RateLimitFilter.of(limiter);

        for (int i = 0; i < 4; i++) {
            assertThat(rate.filter(CALL, platform).block(Calls.SOON)).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void ofABreakerDoNotCostAProbe(Supplier<Throwable> thrown) {
        CircuitBreaker breaker = breaker(CircuitBreakerConfig.custom());
        breaker.getEventPublisher().onEvent(event -> sneak(thrown.get()));

        assertProbesGoOn(breaker);
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void ofABreakersPredicateDoNotCostAProbe(Supplier<Throwable> thrown) {
        CircuitBreaker breaker = breaker(CircuitBreakerConfig.custom().recordException(error -> {
            sneak(thrown.get());
            return true;
        }));

        assertProbesGoOn(breaker);
    }

    /** Failures cannot be counted, so the breaker stays half-open; none of them takes a probe away. */
    private void assertProbesGoOn(CircuitBreaker breaker) {
        CircuitBreakerFilter filter = CircuitBreakerFilter.of(endpoint -> breaker);
        breaker.transitionToOpenState();
        breaker.transitionToHalfOpenState();
        for (int i = 0; i < 5; i++) {
            if (breaker.getState() != State.HALF_OPEN) {
                return;
            }
            filter.filter(CALL, platform).block(Calls.SOON);
            platform.last()
                    .end(CallEnd.afterHead(
                            CallOutcome.FAILED,
                            new ChutesOutcomeUnknownException(CALL.endpoint(), CallPhase.FIRST_BYTE, "lost", null),
                            0,
                            Duration.ofSeconds(1)));
        }
    }

    private static CircuitBreaker breaker(CircuitBreakerConfig.Builder config) {
        return CircuitBreaker.of(
                "test",
                config.permittedNumberOfCallsInHalfOpenState(2)
                        .minimumNumberOfCalls(2)
                        .build());
    }

    private static RateLimiter limiter(int permits, Duration maxWait) {
        return RateLimiter.of(
                "test",
                RateLimiterConfig.custom()
                        .limitForPeriod(permits)
                        .limitRefreshPeriod(HOUR)
                        .timeoutDuration(maxWait)
                        .build());
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
