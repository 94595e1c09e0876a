package io.github.reactorchutes.sink;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;

/** A subscriber that breaks the rule that none may throw; it takes one element. */
final class Throwing implements CoreSubscriber<Object> {

    private final String where;

    private volatile @Nullable Throwable error;

    Throwing(String where) {
        this.where = where;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        throwIn("onSubscribe");
        subscription.request(1);
    }

    @Override
    public void onNext(Object element) {
        if (element instanceof DataBuffer buffer) {
            DataBufferUtils.release(buffer);
        }
        throwIn("onNext");
    }

    @Override
    public void onError(Throwable failure) {
        error = failure;
        throwIn("onError");
    }

    @Override
    public void onComplete() {
        throwIn("onComplete");
    }

    private void throwIn(String method) {
        if (where.equals(method)) {
            throw new IllegalStateException(method);
        }
    }

    @Nullable
    Throwable error() {
        return error;
    }
}
