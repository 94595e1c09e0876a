package io.github.reactorchutes.fuzz;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a user's filters and listeners do to a call, most of the time nothing; none of it sends a call again. */
enum Mischief {
    THROWS_IN_A_LISTENER {
        @Override
        Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
            return next.exchange(call.withListener((current, phase) -> {
                throw new AssertionError("on purpose");
            }));
        }
    },
    THROWS_AT_THE_END {
        @Override
        Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
            return VideoResponse.doOnEnd(next.exchange(call), end -> {
                throw new AssertionError("on purpose");
            });
        }
    },
    THROWS {
        @Override
        Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
            throw new Habit.Oops();
        }
    },
    EMITS_THE_HEAD_TWICE {
        @Override
        Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
            return Mono.fromDirect(next.exchange(call).flux().concatMapIterable(head -> List.of(head, head)));
        }
    },
    FAILS_AFTER_THE_HEAD {
        @Override
        Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
            return Mono.fromDirect(Flux.concat(
                    next.exchange(call),
                    Mono.error(
                            () -> new ChutesNotSentException(call.endpoint(), CallPhase.CONNECT, "on purpose", null))));
        }
    },
    COMES_LATE {
        @Override
        Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
            return Mono.delay(Duration.ofNanos(300_000)).then(next.exchange(call));
        }
    },
    COMES_NEVER {
        @Override
        Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
            return Mono.<VideoResponse>never().timeout(Duration.ofMillis(5));
        }
    };

    private static final int EVERY = 6;

    abstract Mono<VideoResponse> filter(ChutesCall call, VideoExchange next);

    static Mono<VideoResponse> play(ChutesCall call, VideoExchange next, Random dice) {
        return dice.nextInt(EVERY) > 0
                ? next.exchange(call)
                : values()[dice.nextInt(values().length)].filter(call, next);
    }
}
