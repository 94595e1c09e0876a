package io.github.reactorchutes.callers;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoResponse;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** Filters whose publishers keep to no contract. */
enum Rogue {
    SENDS_TWICE {
        @Override
        Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
            return Mono.fromDirect(Flux.concat(next.exchange(call), next.exchange(call)));
        }
    },
    FAILS_AFTER_THE_HEAD {
        @Override
        Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
            return Mono.fromDirect(Flux.concat(next.exchange(call), Mono.error(notReached(call))));
        }
    },
    EMITS_THE_HEAD_TWICE {
        @Override
        Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
            return changed(next.exchange(call), (head, actual) -> {
                actual.onNext(head);
                actual.onNext(head);
                actual.onComplete();
                actual.onComplete();
            });
        }
    },
    FAILS_TWICE {
        @Override
        Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
            return changed(next.exchange(call), (head, actual) -> {
                head.release();
                actual.onError(notReached(call));
                actual.onError(notReached(call));
            });
        }
    },
    EMITS_A_HEAD_AFTER_A_FAILURE {
        @Override
        Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
            return changed(next.exchange(call), (head, actual) -> {
                actual.onError(notReached(call));
                actual.onNext(head);
                actual.onComplete();
            });
        }
    },
    EMITS_A_HEAD_AFTER_THE_END {
        @Override
        Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
            return changed(next.exchange(call), (head, actual) -> {
                actual.onComplete();
                actual.onNext(head);
            });
        }
    },
    SUBSCRIBES_TWICE {
        @Override
        Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
            return changed(next.exchange(call), (head, actual) -> {
                actual.onSubscribe(Operators.emptySubscription());
                actual.onNext(head);
                actual.onComplete();
            });
        }
    },
    KEEPS_THE_HEAD {
        @Override
        Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
            return changed(next.exchange(call), (head, actual) -> head.release());
        }
    },
    COMES_AFTER_THE_CANCEL {
        @Override
        Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
            return new Mono<>() {
                @Override
                public void subscribe(CoreSubscriber<? super VideoResponse> actual) {
                    next.exchange(call).subscribe(new Late(actual));
                }
            };
        }
    };

    abstract Mono<VideoResponse> filter(ChutesCall call, VideoExchange next);

    boolean neverEnds() {
        return this == KEEPS_THE_HEAD || this == COMES_AFTER_THE_CANCEL;
    }

    /** What {@link #filter} signals to a subscriber with a head. */
    private interface Signals {
        void emit(VideoResponse head, CoreSubscriber<? super VideoResponse> actual);
    }

    private static ChutesNotSentException notReached(ChutesCall call) {
        return new ChutesNotSentException(call.endpoint(), CallPhase.CONNECT, "on purpose", null);
    }

    private static Mono<VideoResponse> changed(Mono<VideoResponse> source, Signals signals) {
        return new Mono<>() {
            @Override
            public void subscribe(CoreSubscriber<? super VideoResponse> actual) {
                source.subscribe(new Changing(actual, signals));
            }
        };
    }

    private static class Changing implements CoreSubscriber<VideoResponse> {

        final CoreSubscriber<? super VideoResponse> actual;

        private final Signals signals;

        Changing(CoreSubscriber<? super VideoResponse> actual, Signals signals) {
            this.actual = actual;
            this.signals = signals;
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            actual.onSubscribe(subscription);
        }

        @Override
        public void onNext(VideoResponse head) {
            signals.emit(head, actual);
        }

        @Override
        public void onError(Throwable error) {
            actual.onError(error);
        }

        @Override
        public void onComplete() {}
    }

    /** Keeps the cancel from the call, and hands the head on when the cancel has come. */
    private static final class Late extends Changing implements Subscription {

        private Subscription upstream = Operators.emptySubscription();

        private volatile @Nullable VideoResponse kept;

        private volatile boolean cancelled;

        Late(CoreSubscriber<? super VideoResponse> actual) {
            super(actual, (head, nobody) -> {});
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            actual.onSubscribe(this);
        }

        @Override
        public void onNext(VideoResponse head) {
            kept = head;
            emitLate();
        }

        private synchronized void emitLate() {
            VideoResponse head = kept;
            if (cancelled && head != null) {
                actual.onNext(head);
                actual.onComplete();
            }
        }

        @Override
        public void request(long n) {
            upstream.request(n);
        }

        @Override
        public void cancel() {
            cancelled = true;
            emitLate();
        }
    }
}
