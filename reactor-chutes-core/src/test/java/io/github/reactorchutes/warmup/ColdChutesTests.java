package io.github.reactorchutes.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.request.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** How calls share event streams and follow each other, in virtual time. */
class ColdChutesTests {

    private static final int CALLS = 100;

    private final AtomicInteger streams = new AtomicInteger();

    private final AtomicInteger cancelled = new AtomicInteger();

    private final Sinks.Many<String> events = Sinks.many().multicast().directBestEffort();

    private final ColdChutes cold = new ColdChutes(
            new WarmUps(new StubApi(query -> {
                streams.incrementAndGet();
                return events.asFlux().doOnCancel(cancelled::incrementAndGet);
            })),
            ColdChutesTests::slug);

    private static @Nullable String slug(Endpoint endpoint) {
        return endpoint.equals(Endpoint.TEXT_TO_VIDEO) ? "the-slug" : null;
    }

    @Test
    void aHundredCallsShareOneStreamAndFollowEachOther() {
        AtomicInteger released = new AtomicInteger();

        StepVerifier.withVirtualTime(() -> Flux.range(0, CALLS)
                        .flatMap(
                                i -> cold.untilHot(Endpoint.TEXT_TO_VIDEO, "the-id")
                                        .doOnSuccess(done -> released.incrementAndGet()),
                                CALLS)
                        .then())
                .expectSubscription()
                .then(() -> assertThat(streams).hasValue(1))
                .then(() -> events.tryEmitNext(EventServer.COLD))
                .expectNoEvent(Duration.ofMinutes(1))
                .then(() -> assertThat(released).hasValue(0))
                .then(() -> events.tryEmitNext(EventServer.HOT))
                .thenAwait(Duration.ofSeconds(1))
                .then(() -> assertThat(released)
                        .as("the first at once, and ten a second")
                        .hasValue(11))
                .thenAwait(Duration.ofSeconds(9))
                .expectComplete()
                .verify(Calls.SOON);

        assertThat(streams).hasValue(1);
    }

    @Test
    void theLastOneToLeaveEndsTheStream() {
        List<Disposable> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            calls.add(cold.untilHot(Endpoint.TEXT_TO_VIDEO, null).subscribe());
        }

        calls.subList(0, 2).forEach(Disposable::dispose);
        assertThat(cancelled).hasValue(0);
        calls.get(2).dispose();

        assertThat(cancelled).hasValue(1);
        assertThat(streams).hasValue(1);
    }

    @Test
    void differentChutesHaveDifferentStreams() {
        Disposable one = cold.untilHot(Endpoint.TEXT_TO_VIDEO, "one").subscribe();
        Disposable other = cold.untilHot(Endpoint.TEXT_TO_VIDEO, "other").subscribe();

        assertThat(streams).hasValue(2);
        one.dispose();
        other.dispose();
    }

    @Test
    void anUnknownChuteCannotBeWatched() {
        StepVerifier.create(cold.untilHot(Endpoint.IMAGE_TO_VIDEO, null))
                .expectErrorMessage("the chute of image-to-video is unknown")
                .verify(Calls.SOON);
    }
}
