package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.VideoRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A thousand calls, cancelled at random moments, in all phases, on both layers, by other threads. */
class MixedCancelTests {

    private static final long SEED = 20_261_124;

    private static final int CALLS = 1000;

    private static final byte[] VIDEO = Videos.ofSize(200_000);

    private static final List<VideoRequest> REQUESTS = Requests.all().toList();

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    private final Random random = new Random(SEED);

    @Test
    void leaveNothingBehind() throws IOException {
        System.out.println("MixedCancelTests: seed " + SEED);
        fixture.expectDropped(any -> true);
        try (RawServer server = RawServer.start(Scripts.always(MixedCancelTests::answerInPieces))) {
            ChutesClient client = fixture.client(
                    server.url(), settings -> settings.maxConnections(24).abandonmentTimeout(Duration.ofMillis(20)));

            Flux.range(0, CALLS).flatMap(i -> cancelSomehow(client, i), 32).blockLast(Duration.ofSeconds(60));

            Await.untilAsserted(() -> assertThat(fixture.ends()).hasSize(CALLS));
            fixture.assertClean();
            assertThat(server.requests()).hasSizeLessThanOrEqualTo(CALLS);
        }
    }

    private static void answerInPieces(RawConnection connection) throws IOException {
        Scripts.writeChunkedInPieces(connection, VIDEO, 20_000);
    }

    private Mono<?> cancelSomehow(ChutesClient client, int i) {
        Mono<VideoResponse> call = client.exchange(REQUESTS.get(i % REQUESTS.size()));
        Mono<Long> moment = Mono.delay(Duration.ofNanos(random.nextInt(8_000_000)));
        return switch (i % 8) {
            case 0 -> outerLayer(call, moment);
            case 1 -> bothLayers(call, moment);
            case 2 -> innerLayer(call, moment, Reader.unbounded());
            case 3 -> innerLayer(call, moment, Reader.idle());
            case 4 ->
                call.publishOn(Schedulers.parallel())
                        .doOnNext(VideoResponse::release)
                        .onErrorComplete();
            case 5 -> call.onErrorComplete();
            case 6 ->
                call.flatMapMany(VideoResponse::body)
                        .map(Bodies::drop)
                        .take(1 + i % 5)
                        .onErrorComplete()
                        .then();
            default ->
                call.flatMap(response -> Bodies.bytes(response.body()))
                        .doOnNext(video -> assertThat(video).isEqualTo(VIDEO))
                        .onErrorComplete();
        };
    }

    private static Mono<?> outerLayer(Mono<VideoResponse> call, Mono<Long> moment) {
        return call.takeUntilOther(moment).onErrorComplete();
    }

    private static Mono<?> bothLayers(Mono<VideoResponse> call, Mono<Long> moment) {
        return call.flatMapMany(VideoResponse::body)
                .map(Bodies::drop)
                .takeUntilOther(moment)
                .onErrorComplete()
                .then();
    }

    private static Mono<?> innerLayer(Mono<VideoResponse> call, Mono<Long> moment, Reader reader) {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        return call.doOnNext(response -> {
                    response.body().subscribe(reader);
                    moment.subscribe(tick -> {
                        reader.cancel();
                        cancelled.complete(null);
                    });
                })
                .then(Mono.fromFuture(cancelled))
                .onErrorComplete();
    }
}
