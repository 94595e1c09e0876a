package io.github.reactorchutes.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawRequest;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.resilience.Backoff;
import io.github.reactorchutes.resilience.RetryFilter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Calls that wait for a cold chute, through a client. */
@Tag("watched")
class ColdStartTests {

    private static final byte[] VIDEO = Videos.ofSize(5_000);

    private static final int CALLS = 20;

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    private final CountDownLatch hot = new CountDownLatch(1);

    private final AtomicInteger refused = new AtomicInteger();

    @Test
    void waitForOneEventStreamTogether() throws IOException {
        try (RawServer server = EventServer.start(this::answer)) {
            ChutesClient client = watching(server);

            Disposable calls = Flux.range(0, CALLS)
                    .flatMap(i -> client.exchange(Requests.text()).flatMapMany(response -> response.body()), CALLS)
                    .doOnNext(DataBufferUtils::release)
                    .subscribe();
            Await.untilAsserted(() -> {
                assertThat(refused).hasValue(CALLS);
                assertThat(streams(server)).hasSize(1);
            });
            hot.countDown();
            Await.untilAsserted(() ->
                    assertThat(clients.ends()).hasSize(CALLS).allMatch(end -> end.outcome() == CallOutcome.COMPLETED));

            Await.untilAsserted(() -> assertThat(calls.isDisposed()).isTrue());
            assertThat(posts(server)).hasSize(2 * CALLS);
            assertThat(streams(server))
                    .allSatisfy(request -> assertThat(request.path()).isEqualTo("/chutes/warmup/the-id"));
        }
    }

    @Test
    void closeTheStreamWhenTheLastOfThemIsCancelled() throws IOException {
        try (RawServer server = EventServer.start(this::answer)) {
            ChutesClient client = watching(server);

            Disposable one = client.exchange(Requests.text()).subscribe();
            Disposable other = client.exchange(Requests.text()).subscribe();
            Await.untilAsserted(() -> {
                assertThat(posts(server)).hasSize(2);
                assertThat(streams(server)).hasSize(1);
            });
            one.dispose();
            other.dispose();

            Await.untilAsserted(
                    () -> assertThat(client.connectionStats().active()).isZero());
            hot.countDown();
            assertThat(posts(server)).hasSize(2);
        }
    }

    @Test
    void continueBlindlyWithoutWarmUps() throws IOException {
        try (RawServer server = EventServer.start((request, connection) -> {
            if (request.path().startsWith("/chutes/")) {
                EventServer.refuse(connection, 500, "broken");
                hot.countDown();
            } else {
                answer(request, connection);
            }
        })) {
            assertThat(Calls.video(watching(server), Requests.text())).isEqualTo(VIDEO);

            assertThat(posts(server)).hasSize(2);
        }
    }

    private ChutesClient watching(RawServer server) {
        return clients.client(
                server.url(),
                builder -> builder.filter(RetryFilter.builder()
                        .coldStart(Backoff.of(5, Duration.ofMillis(1), Duration.ofMillis(2)))
                        .watchWarmUp(true)
                        .build()));
    }

    private void answer(RawRequest request, RawConnection connection) throws IOException {
        if (request.path().startsWith("/chutes/warmup/")) {
            EventServer.begin(connection);
            EventServer.event(connection, EventServer.COLD);
            awaitHot();
            EventServer.event(connection, EventServer.HOT);
            connection.writeLastChunk();
        } else if (hot.getCount() > 0) {
            EventServer.refuse(connection, 503, "No instances available (yet) for chute_id='the-id'");
            refused.incrementAndGet();
        } else {
            connection.write(Heads.video(VIDEO.length)).write(VIDEO);
        }
    }

    private void awaitHot() {
        try {
            hot.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<RawRequest> posts(RawServer server) {
        return requests(server, "POST ");
    }

    private static List<RawRequest> streams(RawServer server) {
        return requests(server, "GET ");
    }

    private static List<RawRequest> requests(RawServer server, String method) {
        return server.requests().stream()
                .filter(request -> request.head().startsWith(method))
                .toList();
    }
}
