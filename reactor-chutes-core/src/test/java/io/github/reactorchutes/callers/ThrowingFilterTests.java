package io.github.reactorchutes.callers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.sink.VideoBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever code that a call cannot do without throws: the caller learns of it, and what the call holds comes back. */
class ThrowingFilterTests {

    private static final byte[] VIDEO = Videos.ofSize(5_000);

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    private final ConcurrencyLimitFilter concurrency = ConcurrencyLimitFilter.of(1, 10, Calls.SOON);

    static Stream<Arguments> everywhere() {
        List<Arguments> all = new ArrayList<>();
        for (OnThePath place : OnThePath.values()) {
            for (Thrown thrown : Thrown.values()) {
                all.add(Arguments.of(place, thrown));
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void endTheCall(OnThePath place, Thrown thrown) throws IOException {
        List<Throwable> signalled = new CopyOnWriteArrayList<>();
        try (RawServer server = server()) {
            ChutesClient client = fixture.client(server.url(), builder -> {
                builder.maxConnections(1).abandonmentTimeout(Calls.SOON).filter(concurrency);
                place.add(builder, thrown);
                return builder;
            });

            Throwable escaped = catchThrowable(() ->
                    client.exchange(Requests.text()).doOnError(signalled::add).block(Calls.SOON));

            assertThat(escaped).isNotNull();
            assertThat(signalled).hasSize(1);
            Await.untilAsserted(() -> {
                assertThat(concurrency.availablePermits()).isEqualTo(1);
                assertThat(fixture.ends()).extracting(CallEnd::outcome).containsExactly(CallOutcome.FAILED);
            });
        }
    }

    /** Those that wait are not held up by one whose call begins with an error. */
    @ParameterizedTest
    @EnumSource
    void letTheNextOneIn(Thrown thrown) throws IOException {
        try (RawServer server = server()) {
            ChutesClient client = fixture.client(
                    server.url(),
                    builder -> builder.maxConnections(1).filter(concurrency).filter((call, next) -> {
                        return call.headers().isEmpty() ? next.exchange(call) : thrown.now();
                    }));
            ChutesClient broken = client.mutate()
                    .filters(all -> all.add(0, (call, next) -> next.exchange(call.withHeader("X-Broken", "yes"))))
                    .build();
            var first = Calls.head(client.exchange(Requests.text()));
            List<Throwable> failures = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 3; i++) {
                broken.exchange(Requests.text()).subscribe(head -> {}, failures::add);
            }
            var last = client.textToVideo(Requests.text())
                    .flatMapMany(body -> body)
                    .map(VideoBytes::take)
                    .collectList()
                    .toFuture();
            assertThat(concurrency.waitingCalls()).isEqualTo(4);

            first.release();

            Await.untilAsserted(() -> assertThat(last).isCompleted());
            assertThat(failures).hasSize(3);
            Await.untilAsserted(() -> assertThat(concurrency.availablePermits()).isEqualTo(1));
            broken.close();
        }
    }

    /** What the functions of the library's own filters throw is told as the library's error. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NO_SUCH_METHOD", "STACK_OVERFLOW"})
    void areToldAsNotSent(Thrown thrown) throws IOException {
        try (RawServer server = server()) {
            for (OnThePath place : EnumSet.of(OnThePath.FUNCTION_FOR_BREAKERS, OnThePath.FUNCTION_FOR_LIMITERS)) {
                ChutesClient client = fixture.client(server.url(), builder -> {
                    place.add(builder, thrown);
                    return builder;
                });

                ChutesNotSentException failure = Calls.failure(ChutesNotSentException.class, client, Requests.text());

                assertThat(failure.phase()).isEqualTo(CallPhase.PREPARE);
                assertThat(failure).hasMessageContaining("choosing the ").hasCauseInstanceOf(Throwable.class);
            }
            assertThat(server.connections()).isEmpty();
        }
    }

    private static RawServer server() {
        return RawServer.start(connection -> {
            while (true) {
                connection.readRequest();
                connection.write(Heads.video(VIDEO.length)).write(VIDEO);
            }
        });
    }
}
