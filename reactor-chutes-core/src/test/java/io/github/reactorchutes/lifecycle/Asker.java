package io.github.reactorchutes.lifecycle;

import io.github.reactorchutes.exchange.VideoResponse;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.SignalType;

/** Subscribes to a call and asks for its head only when told. */
class Asker extends BaseSubscriber<VideoResponse> {

    final CompletableFuture<VideoResponse> head = new CompletableFuture<>();

    final CompletableFuture<Throwable> error = new CompletableFuture<>();

    final CompletableFuture<SignalType> end = new CompletableFuture<>();

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        // the demand comes later
    }

    @Override
    protected void hookOnNext(VideoResponse response) {
        head.complete(response);
    }

    @Override
    protected void hookOnError(Throwable throwable) {
        error.complete(throwable);
    }

    @Override
    protected void hookFinally(SignalType type) {
        end.complete(type);
    }
}
