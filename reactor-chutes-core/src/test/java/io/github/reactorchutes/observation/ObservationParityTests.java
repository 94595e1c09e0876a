package io.github.reactorchutes.observation;

import static io.github.reactorchutes.fixture.Await.untilAsserted;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Whatever happens to calls, what was started is stopped, once. */
class ObservationParityTests {

    private static final int RANDOM_CALLS = 400;

    private static final int CALLS = RANDOM_CALLS + 2;

    private static final byte[] VIDEO = Videos.ofSize(30_000);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    private final TestObservationRegistry registry = TestObservationRegistry.create();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private final SimpleMeterRegistry sameMeters = new SimpleMeterRegistry();

    private final Journal journal = new Journal();

    @Test
    void startsAndStopsAreEqualAfterARandomisedRun() {
        // a head or an answer that a cancel overtook
        clients.expectDropped(dropped -> dropped instanceof ChutesException
                || String.valueOf(dropped.getMessage()).contains("VideoResponse"));
        registry.observationConfig()
                .observationHandler(journal)
                .observationHandler(new DefaultMeterObservationHandler(meters))
                .observationHandler(new ChutesMeterObservationHandler(meters))
                .observationHandler(new ChutesTimerObservationHandler(sameMeters));
        try (ChutesEmulator server = ChutesEmulator.start()) {
            Random replies = new Random(4);
            server.enqueue(Stream.generate(() -> reply(replies))
                    .limit(3L * RANDOM_CALLS)
                    .toArray(Reply[]::new));
            ChutesClient client = clients.client(
                    server.baseUrl(),
                    builder -> builder.abandonmentTimeout(Duration.ofMillis(60))
                            .firstByteTimeout(Duration.ofMillis(500))
                            .idleTimeout(Duration.ofMillis(300))
                            .filter(ConcurrencyLimitFilter.of(16, 20, Duration.ofSeconds(1)))
                            .filter(RetryFilter.of(2, Duration.ofMillis(1), Duration.ofMillis(5)))
                            .filters(ChutesObservations.of(registry)));

            Random fates = new Random(5);
            Flux.range(0, RANDOM_CALLS)
                    .flatMap(i -> fate(client, fates.nextInt(6), fates.nextInt(60)), 48)
                    .blockLast(Duration.ofSeconds(90));
            rejectOneAndCancelOne();

            untilAsserted(() -> {
                assertThat(journal.count("start call")).isEqualTo(CALLS);
                assertThat(journal.count("stop call")).isEqualTo(CALLS);
                assertThat(journal.lines().stream().filter(line -> line.startsWith("start attempt")))
                        .hasSameSizeAs(journal.lines().stream()
                                .filter(line -> line.startsWith("stop attempt"))
                                .toList());
                assertThat(meters.find("chutes.client.active.calls").gauges())
                        .hasSize(5)
                        .allSatisfy(gauge -> assertThat(gauge.value()).isZero());
                assertThat(meters.find("chutes.client.call.active").longTaskTimers())
                        .allSatisfy(timer -> assertThat(timer.activeTasks()).isZero());
            });
        }
        assertThat(journal.calls()).allSatisfy(call -> assertThat(call.end()).isNotNull());
        assertThat(meters.find("chutes.client.call").timers())
                .extracting(timer -> timer.getId().getTag("chutes.outcome"))
                .contains("completed", "failed", "cancelled", "abandoned", "rejected");
        assertThat(meters.find("chutes.client.call").timers().stream()
                        .mapToLong(timer -> timer.count())
                        .sum())
                .isEqualTo(CALLS);
        assertThat(counts(sameMeters)).isEqualTo(counts(meters)).isNotEmpty();
    }

    /** Return how often the meters of observations, in all their kinds, have recorded. */
    private static Map<Meter.Id, Number> counts(MeterRegistry registry) {
        return registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().matches("chutes\\.client\\.(call|attempt).*"))
                .collect(Collectors.toMap(Meter::getId, ObservationParityTests::count));
    }

    private static Number count(Meter meter) {
        return meter.match(
                gauge -> -1,
                Counter::count,
                Timer::count,
                summary -> -1,
                LongTaskTimer::activeTasks,
                gauge -> -1,
                counter -> -1,
                timer -> -1,
                other -> -1);
    }

    /** Whether the random calls are ever too many for the limit depends on how fast they end. */
    private void rejectOneAndCancelOne() {
        try (ChutesEmulator server = ChutesEmulator.start()) {
            server.enqueue(Reply.silent());
            ChutesClient client = clients.client(
                    server.baseUrl(),
                    builder -> builder.filter(ConcurrencyLimitFilter.of(1, 0, Duration.ofSeconds(1)))
                            .filters(ChutesObservations.of(registry)));
            Disposable only = client.exchange(Requests.text()).subscribe();
            Calls.failure(ChutesCallRejectedException.class, client, Requests.text());
            only.dispose();
        }
    }

    private static Reply reply(Random random) {
        Reply video = Reply.video(VIDEO);
        return switch (random.nextInt(10)) {
            case 0 -> Reply.capacity();
            case 1 -> Reply.coldStart();
            case 2 -> Reply.json(500, "{}");
            case 3 -> video.cutAfter(10_000);
            case 4 -> video.resetAfter(12_000);
            case 5 -> Reply.closed();
            case 6 -> video.drip(3_000, Duration.ofMillis(5));
            case 7 -> video.withDelay(Duration.ofMillis(30));
            default -> video;
        };
    }

    private static Mono<Void> fate(ChutesClient client, int fate, int millis) {
        Mono<VideoResponse> call = client.exchange(Requests.text());
        Mono<Void> whole = call.flatMapMany(VideoResponse::body)
                .doOnNext(DataBufferUtils::release)
                .then();
        Mono<Void> used = switch (fate) {
            case 0 -> whole.timeout(Duration.ofMillis(millis + 1));
            case 1 -> call.then();
            case 2 -> call.doOnNext(VideoResponse::release).then();
            case 3 ->
                call.flatMapMany(response -> response.body().take(1))
                        .doOnNext(DataBufferUtils::release)
                        .then();
            default -> whole;
        };
        return used.onErrorComplete().timeout(Calls.SOON);
    }
}
