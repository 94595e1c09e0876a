package io.github.reactorchutes.callers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.observation.ChutesObservations;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.resilience.DeadlineFilter;
import io.github.reactorchutes.resilience.RateLimitFilter;
import io.github.reactorchutes.resilience.Resilience;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.sink.VideoBytes;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Whatever a filter's publisher emits: one head reaches the caller, and nothing is sent again or lost for it. */
class RogueFilterTests {

    private static final byte[] VIDEO = Videos.ofSize(50_000);

    private static final Duration SHORT = Duration.ofMillis(1);

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    private final ConcurrencyLimitFilter concurrency = ConcurrencyLimitFilter.of(2, 10, Calls.SOON);

    private final ObservationRegistry registry = ObservationRegistry.create();

    private final AtomicInteger running = new AtomicInteger();

    @ParameterizedTest
    @EnumSource
    void areHeldToOneSignal(Rogue rogue) throws IOException {
        fixture.expectDropped(ChutesNotSentException.class::isInstance);
        registry.observationConfig().observationHandler(counting());
        try (RawServer server = server()) {
            ChutesClient client = client(server, rogue);

            Object result = rogue.neverEnds() ? cancelled(client, server) : result(client);

            switch (rogue) {
                case SENDS_TWICE -> assertVideo(result, server, 2);
                case FAILS_AFTER_THE_HEAD, EMITS_THE_HEAD_TWICE, SUBSCRIBES_TWICE -> assertVideo(result, server, 1);
                case FAILS_TWICE, EMITS_A_HEAD_AFTER_A_FAILURE -> {
                    assertThat(result).isInstanceOf(ChutesNotSentException.class);
                    assertThat(server.requests()).hasSize(3);
                }
                case EMITS_A_HEAD_AFTER_THE_END, KEEPS_THE_HEAD, COMES_AFTER_THE_CANCEL -> {
                    assertThat(result).isEqualTo("nothing");
                    assertThat(server.requests()).hasSize(1);
                }
            }
            Await.untilAsserted(() -> {
                assertThat(concurrency.availablePermits()).isEqualTo(2);
                assertThat(running).as("observations").hasValue(0);
            });
        }
    }

    private static void assertVideo(Object result, RawServer server, int requests) {
        assertThat(result).isEqualTo(VIDEO);
        Await.untilAsserted(() -> assertThat(server.requests()).hasSize(requests));
    }

    /** A permit that is given back twice would let in one call too many for ever. */
    @Test
    @SuppressWarnings("unchecked") // what a method takes is known
    void giveBackOnceWhatIsEndedTwice() {
        List<Consumer<? super CallEnd>> listeners = new CopyOnWriteArrayList<>();
        VideoResponse response = (VideoResponse) Proxy.newProxyInstance(
                VideoResponse.class.getClassLoader(), new Class<?>[] {VideoResponse.class}, (proxy, method, args) -> {
                    if (method.getName().equals("onEnd")) {
                        listeners.add((Consumer<? super CallEnd>) args[0]);
                    }
                    return null;
                });
        concurrency
                .filter(ChutesCall.of(Requests.text()), call -> Mono.just(response))
                .block();
        assertThat(concurrency.availablePermits()).isEqualTo(1);

        CallEnd end = CallEnd.afterHead(CallOutcome.COMPLETED, null, 1, SHORT);
        listeners.forEach(listener -> listener.accept(end));
        listeners.forEach(listener -> listener.accept(end));

        assertThat(concurrency.availablePermits()).isEqualTo(2);
    }

    private Object result(ChutesClient client) {
        ByteArrayOutputStream video = new ByteArrayOutputStream();
        return Objects.requireNonNull(client.exchange(Requests.text())
                .flatMap(response -> response.body()
                        .doOnNext(buffer -> video.writeBytes(VideoBytes.take(buffer)))
                        .then(Mono.<Object>fromSupplier(video::toByteArray)))
                .onErrorResume(Mono::just)
                .defaultIfEmpty("nothing")
                .block(Calls.SOON));
    }

    private static Object cancelled(ChutesClient client, RawServer server) {
        List<VideoResponse> heads = new CopyOnWriteArrayList<>();
        Disposable call = client.exchange(Requests.text()).subscribe(heads::add);
        Await.untilAsserted(() -> assertThat(server.requests()).hasSize(1));
        call.dispose();
        return heads.isEmpty() ? "nothing" : heads;
    }

    private ChutesClient client(RawServer server, VideoExchangeFilter rogue) {
        return fixture.client(
                server.url(),
                builder -> builder.maxConnections(2)
                        .abandonmentTimeout(Calls.SOON)
                        .filters(Resilience.builder()
                                .deadline(DeadlineFilter.of(Calls.SOON))
                                .concurrency(concurrency)
                                .retry(RetryFilter.of(2, SHORT, SHORT))
                                .rateLimit(RateLimitFilter.perAccount())
                                .build())
                        .filter(rogue)
                        .filters(ChutesObservations.of(registry)));
    }

    private ChutesClient client(RawServer server, Rogue rogue) {
        return client(server, rogue::filter);
    }

    private static RawServer server() {
        return RawServer.start(connection -> {
            while (true) {
                connection.readRequest();
                connection.write(Heads.video(VIDEO.length)).write(VIDEO);
            }
        });
    }

    private ObservationHandler<Observation.Context> counting() {
        return new ObservationHandler<>() {
            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }

            @Override
            public void onStart(Observation.Context context) {
                running.incrementAndGet();
            }

            @Override
            public void onStop(Observation.Context context) {
                running.decrementAndGet();
            }
        };
    }
}
