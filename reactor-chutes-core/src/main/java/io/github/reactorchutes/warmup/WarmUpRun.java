package io.github.reactorchutes.warmup;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesQueryException;
import io.github.reactorchutes.management.ManagementApi;
import io.github.reactorchutes.management.Query;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** The event streams of one subscription: a stream that breaks before the chute is hot is opened again. */
final class WarmUpRun {

    /** The platform ends a stream after this time. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** Streams in a row that break without any event. */
    private static final int MAX_FAILURES = 3;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ManagementApi api;

    private final Query query;

    private final long startedNanos = System.nanoTime();

    private int failures;

    private boolean hot;

    WarmUpRun(ManagementApi api, String chute) {
        this.api = api;
        this.query = Query.get("warm-up", "/chutes/warmup/{}", chute);
    }

    Flux<WarmUpState> states() {
        return api.events(query)
                .map(WarmUpEvent::parse)
                .doOnNext(this::remember)
                .takeUntil(WarmUpState::isHot)
                .concatWith(Mono.defer(this::endOfStream))
                .retryWhen(Retry.from(broken -> broken.concatMap(signal -> pauseAfter(signal.failure()), 0)));
    }

    private void remember(WarmUpState state) {
        failures = 0;
        hot = state.isHot();
    }

    private Mono<WarmUpState> endOfStream() {
        return hot
                ? Mono.empty()
                : Mono.error(() -> new ChutesQueryException(
                        api.endpoint(query),
                        CallPhase.BODY,
                        "the platform ended the warm-up, but the chute is not hot yet",
                        true,
                        null));
    }

    private Mono<Long> pauseAfter(Throwable broken) {
        boolean mayContinue = broken instanceof ChutesQueryException query && query.isRetryable();
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startedNanos);
        return mayContinue && ++failures <= MAX_FAILURES && elapsed.compareTo(LIMIT) < 0
                ? Mono.delay(PAUSE.multipliedBy(failures))
                : Mono.error(broken);
    }
}
