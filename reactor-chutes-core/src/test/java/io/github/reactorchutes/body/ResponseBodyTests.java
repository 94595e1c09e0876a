package io.github.reactorchutes.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.observation.ChutesObservations;
import io.github.reactorchutes.progress.ProgressEvent.Step;
import io.github.reactorchutes.progress.ProgressFilter;
import io.github.reactorchutes.progress.ProgressListener;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The law of bodies for what responses and filters wrap around them. */
class ResponseBodyTests extends BodyLawTests {

    @Override
    protected Map<String, Way> ways() {
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("a mapped response", response(original -> original.mapBody(body -> body)));
        ways.put("a peeked response", response(original -> original.peekBody(buffer -> {})));
        ways.put("a response whose peek throws", (body, dice) -> {
            Consumer<DataBuffer> peek = throwingAt(dice.nextInt(20), new IllegalStateException("peek"));
            return response(original -> original.peekBody(peek)).wrap(body, dice);
        });
        ways.put("a response whose peek throws an error", (body, dice) -> {
            Consumer<DataBuffer> peek = throwingAt(dice.nextInt(20), new AssertionError("peek"));
            return response(original -> original.peekBody(peek)).wrap(body, dice);
        });
        ways.put("progress", progress(event -> {}));
        ways.put("progress whose listener throws", progress(event -> {
            if (event.step() == Step.BYTES) {
                throw new AssertionError("listener");
            }
        }));
        ways.put("an observation", observation(context -> true));
        ways.put("an observation whose handler throws", observation(new Throwing()));
        return ways;
    }

    private static Way response(UnaryOperator<VideoResponse> mapping) {
        return Way.through(body -> mapping.apply(new BodyResponse(body)).body());
    }

    private static Consumer<DataBuffer> throwingAt(int index, Throwable thrown) {
        AtomicInteger seen = new AtomicInteger();
        return buffer -> {
            if (seen.getAndIncrement() == index) {
                ResponseBodyTests.<RuntimeException>sneak(thrown);
            }
        };
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private static Way progress(ProgressListener listener) {
        return filtered(List.of(ProgressFilter.of(listener).every(Duration.ZERO)));
    }

    private static Way observation(ObservationHandler<Observation.Context> handler) {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(handler);
        List<VideoExchangeFilter> filters = new ArrayList<>();
        ChutesObservations.of(registry).accept(filters);
        return filtered(filters);
    }

    private static Way filtered(List<VideoExchangeFilter> filters) {
        return Way.through(body -> {
            Mono<VideoResponse> call = Mono.fromSupplier(() -> new BodyResponse(body));
            for (VideoExchangeFilter filter : filters) {
                Mono<VideoResponse> inner = call;
                call = filter.filter(ChutesCall.of(Requests.text()), ignored -> inner);
            }
            return call.flatMapMany(VideoResponse::body);
        });
    }

    /** Throws at the first buffer, and at nothing else. */
    private static final class Throwing implements ObservationHandler<Observation.Context> {

        @Override
        public void onEvent(Observation.Event event, Observation.Context context) {
            if (event.getName().contains("first")) {
                throw new AssertionError("handler");
            }
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    @Test
    void releasesAResponseWhoseDecoratorThrows() {
        BodyResponse response = new BodyResponse(Flux.empty());

        assertThatThrownBy(() -> response.mapBody(body -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThatThrownBy(() -> response.mapBody(ResponseBodyTests::nothing)).hasMessage("the decorated body");
        assertThat(response.releases()).isEqualTo(2);
    }

    @SuppressWarnings("NullAway")
    private static Flux<DataBuffer> nothing(Flux<DataBuffer> body) {
        return null;
    }

    @Test
    void letsAFatalErrorOfAPeekThroughWhenNothingIsHeld() {
        Ledger ledger = new Ledger();
        BodySource source = new BodySource(ledger, new Random(1));
        NoSuchMethodError fatal = new NoSuchMethodError("peek");
        Flux<DataBuffer> body = new BodyResponse(Flux.defer(() -> Flux.just(ledger.buffer(source.video(), 0, 1))))
                .peekBody(throwingAt(0, fatal))
                .body();
        AtomicInteger errors = new AtomicInteger();

        assertThatThrownBy(() -> body.subscribe(buffer -> {}, error -> errors.incrementAndGet()))
                .isSameAs(fatal);
        assertThat(errors).hasValue(1);
        assertThat(ledger.aliveBytes()).isZero();
    }
}
