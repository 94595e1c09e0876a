package io.github.reactorchutes.callers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.observation.ChutesObservations;
import io.github.reactorchutes.resilience.CircuitBreakerFilter;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.resilience.DeadlineFilter;
import io.github.reactorchutes.resilience.RateLimitFilter;
import io.github.reactorchutes.resilience.Resilience;
import io.github.reactorchutes.resilience.RetryFilter;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/** A subscriber that throws when it is given its subscription has no way to cancel: the call ends by itself. */
class ThrowingSubscriberTests {

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    private final ConcurrencyLimitFilter concurrency = ConcurrencyLimitFilter.of(1, 10, Calls.SOON);

    private final List<Throwable> signalled = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @EnumSource
    void endsTheCallThroughAllFilters(Thrown thrown) throws IOException {
        fail(
                thrown,
                builder -> builder.filters(Resilience.builder()
                                .deadline(DeadlineFilter.of(Calls.SOON))
                                .concurrency(concurrency)
                                .retry(RetryFilter.of(2))
                                .rateLimit(RateLimitFilter.perAccount())
                                .circuitBreaker(CircuitBreakerFilter.perEndpoint())
                                .build())
                        .filters(ChutesObservations.of(ObservationRegistry.create())));
    }

    @ParameterizedTest
    @EnumSource
    void endsTheCallThroughOneFilter(Thrown thrown) throws IOException {
        fail(thrown, builder -> builder.filter(concurrency));
    }

    @ParameterizedTest
    @EnumSource
    void endsTheCallOfAFilter(Thrown thrown) throws IOException {
        fail(thrown, builder -> builder);
    }

    private void fail(Thrown thrown, UnaryOperator<ChutesClient.Builder> filters) throws IOException {
        try (RawServer server = RawServer.start(connection -> connection.awaitClientClose())) {
            ChutesClient client = fixture.client(server.url(), builder -> filters.apply(builder.maxConnections(1)));

            Throwable escaped =
                    catchThrowable(() -> client.exchange(Requests.text()).subscribe(throwing(thrown)));
            assertThat(escaped)
                    .satisfiesAnyOf(
                            none -> assertThat(none).isNull(),
                            subscribers -> assertThat(subscribers).hasMessageContaining("on purpose"));

            Await.untilAsserted(() -> {
                assertThat(concurrency.availablePermits()).isEqualTo(1);
                assertThat(fixture.ends()).hasSize(1);
                assertThat(client.connectionStats().active()).isZero();
            });
            assertThat(server.requests()).isEmpty();
            assertThat(signalled).hasSizeLessThan(2);
        }
    }

    private CoreSubscriber<VideoResponse> throwing(Thrown thrown) {
        return new CoreSubscriber<>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                thrown.now();
            }

            @Override
            public void onNext(VideoResponse response) {
                response.release();
            }

            @Override
            public void onError(Throwable error) {
                signalled.add(error);
            }

            @Override
            public void onComplete() {}
        };
    }
}
