package io.github.reactorchutes.sink;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

/** Waits for the signal that stops saving early, and ignores it after the end. */
final class StopSignal implements CoreSubscriber<Object> {

    private final FileWriter writer;

    private final AtomicBoolean done = new AtomicBoolean();

    private volatile Subscription subscription = Operators.emptySubscription();

    StopSignal(FileWriter writer) {
        this.writer = writer;
    }

    static CancellationException stopped() {
        return new CancellationException("the saving was stopped");
    }

    @Override
    public void onSubscribe(Subscription signal) {
        subscription = signal;
        if (done.get()) {
            signal.cancel();
        } else {
            signal.request(1);
        }
    }

    @Override
    public void onNext(Object anything) {
        onError(stopped());
    }

    @Override
    public void onComplete() {
        onError(stopped());
    }

    @Override
    public void onError(Throwable reason) {
        if (done.compareAndSet(false, true)) {
            writer.stop(reason);
        }
    }

    void cancel() {
        done.set(true);
        try {
            subscription.cancel();
        } catch (RuntimeException broken) {
            Operators.onErrorDropped(broken, writer.currentContext());
        }
    }
}
