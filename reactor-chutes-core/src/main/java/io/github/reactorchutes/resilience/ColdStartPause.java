package io.github.reactorchutes.resilience;

import java.time.Duration;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/**
 * The pause after a cold start that is watched: until the chute is hot, and at least for a minimum. If the watch fails,
 * the pause is a backoff instead.
 *
 * @param min the minimum, so that a platform that calls a chute hot and does not serve it is not called in a loop
 * @param backoff the pause without the watch
 * @param limit the maximum
 */
record ColdStartPause(Duration min, Duration backoff, Duration limit) {

    /**
     * Return the pause.
     *
     * @param hot completes when the chute is hot
     * @param onWatchFailed receives the error of the watch
     * @param error the failure of the call if the limit is exceeded
     */
    Mono<Long> until(Mono<Void> hot, Consumer<Throwable> onWatchFailed, Throwable error) {
        Mono<Void> watched = hot.onErrorResume(failed -> {
            onWatchFailed.accept(failed);
            return Mono.delay(backoff).then();
        });
        Mono<Void> pause = min.isZero() ? watched : Mono.when(watched, Mono.delay(min));
        return pause.thenReturn(0L).timeout(limit, Mono.error(error));
    }
}
