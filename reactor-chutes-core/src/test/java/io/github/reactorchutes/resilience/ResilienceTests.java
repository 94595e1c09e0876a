package io.github.reactorchutes.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.Requests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

class ResilienceTests {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final RetryFilter retry = RetryFilter.of(1);

    @Test
    void takesTheDefaultsExceptForWhatIsSetBeforeOrAfter() {
        Resilience after = Resilience.builder()
                .defaults()
                .concurrency(20)
                .deadline(LONG)
                .retry(retry)
                .build();
        Resilience before = Resilience.builder()
                .retry(retry)
                .deadline(LONG)
                .concurrency(20)
                .defaults()
                .build();

        assertThat(List.of(after, before)).allSatisfy(chosen -> {
            assertThat(chosen.deadline()).isNotNull();
            assertThat(chosen.concurrency())
                    .extracting(ConcurrencyLimitFilter::maxConcurrentCalls)
                    .isEqualTo(20);
            assertThat(chosen.retry()).isSameAs(retry);
            assertThat(chosen.rateLimit()).isNotNull();
            assertThat(chosen.circuitBreaker()).isNotNull();
        });
    }

    @Test
    void addsItsOwnFiltersFromTheOutermostToTheInnermost() {
        List<VideoExchangeFilter> filters = new ArrayList<>();
        Resilience resilience = Resilience.builder().deadline(LONG).defaults().build();

        resilience.accept(filters);

        assertThat(filters)
                .containsExactly(
                        resilience.deadline(),
                        resilience.concurrency(),
                        resilience.retry(),
                        resilience.rateLimit(),
                        resilience.circuitBreaker());
    }

    @Test
    void hasNoFilterThatWasNotChosen() {
        List<VideoExchangeFilter> filters = new ArrayList<>();

        Resilience.builder().retry(retry).build().accept(filters);

        assertThat(filters).containsExactly(retry);
    }

    @Test
    void leavesAFinishedChoiceAloneWhenItsBuilderGoesOn() {
        Resilience.Builder builder = Resilience.builder().concurrency(1);
        Resilience first = builder.build();

        Resilience second = builder.defaults().concurrency(2).build();

        assertThat(first.rateLimit()).isNull();
        assertThat(first.concurrency())
                .extracting(ConcurrencyLimitFilter::maxConcurrentCalls)
                .isEqualTo(1);
        assertThat(second.rateLimit()).isNotNull();
    }

    @Test
    void makesLimitsOfItsOwnAtEachBuild() {
        assertThat(Resilience.defaults().concurrency())
                .isNotSameAs(Resilience.defaults().concurrency());
    }

    @Test
    void limitsTheCallsAtOnceAndLetsAThousandWait() {
        ConcurrencyLimitFilter limit = ConcurrencyLimitFilter.of(2);
        ChutesCall call = ChutesCall.of(Requests.text());
        Disposable.Composite calls = Disposables.composite();
        for (int i = 0; i < 1_002; i++) {
            calls.add(limit.filter(call, next -> Mono.never()).subscribe());
        }

        assertThat(limit.availablePermits()).isZero();
        assertThat(limit.waitingCalls()).isEqualTo(1_000);
        Calls.failure(ChutesCallRejectedException.class, limit.filter(call, next -> Mono.never()));
        calls.dispose();
    }

    @Test
    void givesTheRegistryOfItsBreakersUnlessAFunctionChoosesThem() {
        assertThat(CircuitBreakerFilter.perEndpoint().registry()).isNotNull();
        assertThat(CircuitBreakerFilter.of(endpoint -> {
                            throw new AssertionError();
                        })
                        .registry())
                .isNull();
    }
}
