package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Operators that take one element cancel what is behind it; the video they took is wanted all the same. */
class OneElementTests {

    private static final byte[] VIDEO = Videos.ofSize(200_000);

    private static final int CALLS = 5;

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    private interface Step extends Function<Flux<Flux<DataBuffer>>, Flux<Flux<DataBuffer>>> {}

    static Stream<Arguments> chains() {
        Stream<Step> takers = Stream.of(
                heads -> heads.next().flux(),
                heads -> heads.take(1),
                heads -> heads.elementAt(0).flux(),
                heads -> heads.takeUntil(any -> true),
                heads -> heads.single().flux(),
                heads -> heads.last().flux(),
                heads -> heads.take(Duration.ofSeconds(20)),
                heads -> Flux.firstWithValue(heads, Flux.never()),
                heads -> heads.switchOnFirst((first, rest) -> rest.take(1)),
                heads -> heads.limitRate(1).next().flux(),
                heads -> Flux.zip(heads, Flux.just(1), (head, one) -> head));
        Step plain = heads -> heads;
        Step hop = heads -> heads.publishOn(Schedulers.parallel());
        Step elsewhere = heads -> heads.subscribeOn(Schedulers.parallel());
        return takers.flatMap(taker -> Stream.of(
                Arguments.of(plain, taker, plain),
                Arguments.of(hop, taker, plain),
                Arguments.of(plain, taker, hop),
                Arguments.of(hop, taker, hop),
                Arguments.of(elsewhere, taker, hop)));
    }

    @ParameterizedTest
    @MethodSource("chains")
    void deliversTheVideo(Step before, Step taker, Step behind) throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(server.url());

            for (int i = 0; i < CALLS; i++) {
                Flux<Flux<DataBuffer>> heads =
                        client.textToVideo(Requests.text()).flux();
                assertThat(Waiting.valueOf(before.andThen(taker)
                                .andThen(behind)
                                .apply(heads)
                                .flatMap(Bodies::bytes)
                                .next()))
                        .isEqualTo(VIDEO);
            }

            fixture.assertClean();
            assertThat(fixture.ends()).extracting(CallEnd::outcome).containsOnly(CallOutcome.COMPLETED);
        }
    }

    /** Code that fails on a head is not seen by what gave it; the garbage collector sees that nobody has it. */
    @ParameterizedTest
    @MethodSource("losers")
    void closesABodyThatNobodyHasAnyMore(Function<Mono<Flux<DataBuffer>>, Mono<?>> loser) throws IOException {
        try (RawServer server = RawServer.start(Scripts.endless(VIDEO))) {
            ChutesClient client =
                    fixture.client(server.url(), builder -> builder.abandonmentTimeout(Duration.ofHours(1)));

            loser.apply(client.textToVideo(Requests.text())).onErrorComplete().block(Bodies.LIMIT);

            Flux.interval(Duration.ofSeconds(1))
                    .onBackpressureDrop()
                    .doOnNext(tick -> System.gc())
                    .takeUntil(tick -> !fixture.ends().isEmpty())
                    .blockLast(Bodies.LIMIT);
            assertThat(fixture.ends()).extracting(CallEnd::outcome).containsExactly(CallOutcome.ABANDONED);
        }
    }

    static Stream<Function<Mono<Flux<DataBuffer>>, Mono<?>>> losers() {
        return Stream.of(
                call -> call.map(body -> {
                    throw new IllegalStateException("on the head");
                }),
                call -> call.doOnNext(body -> {
                    throw new IllegalStateException("on the head");
                }),
                call -> call.flatMap(body -> Mono.error(new IllegalStateException("on the head"))),
                call -> call.filter(body -> false),
                call -> call.handle((body, sink) -> sink.error(new IllegalStateException("on the head"))),
                call -> call.thenReturn("nothing"),
                call -> Mono.zip(call, Mono.delay(Duration.ofMillis(300)).then(Mono.error(new IOException("other")))));
    }

    @Test
    void keepsABodyThatSomebodyHas() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(server.url());
            Flux<DataBuffer> kept =
                    Waiting.valueOf(client.textToVideo(Requests.text()).map(body -> body.map(buffer -> buffer)));

            System.gc();
            Mono.delay(Duration.ofSeconds(6)).block(Bodies.LIMIT);
            System.gc();

            assertThat(Waiting.valueOf(Bodies.bytes(kept))).isEqualTo(VIDEO);
        }
    }
}
