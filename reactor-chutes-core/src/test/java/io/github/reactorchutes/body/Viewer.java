package io.github.reactorchutes.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

/** Takes what comes, at a pace and up to a point drawn beforehand, and notices whatever breaks a rule. */
final class Viewer implements CoreSubscriber<Object> {

    private final Function<Object, byte[]> bytes;

    private final long firstDemand;

    private final long furtherDemand;

    /** The part within which it cancels, 0 for the subscription; -1 for none. */
    private final int cancelAt;

    private final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    private final AtomicInteger inside = new AtomicInteger();

    private final AtomicInteger ends = new AtomicInteger();

    private volatile boolean cancelled;

    private volatile boolean completed;

    private volatile @Nullable Throwable error;

    private volatile @Nullable String fault;

    private int parts;

    Viewer(Function<Object, byte[]> bytes, Random dice) {
        this.bytes = bytes;
        this.firstDemand = dice.nextInt(3) == 0 ? Long.MAX_VALUE : dice.nextInt(6);
        this.furtherDemand = dice.nextInt(3);
        this.cancelAt = dice.nextInt(4) == 0 ? dice.nextInt(20) : -1;
    }

    @Override
    public void onSubscribe(Subscription given) {
        if (!subscription.compareAndSet(null, given)) {
            fault = "subscribed twice";
        }
        if (cancelAt == 0) {
            cancel();
        } else if (firstDemand > 0) {
            given.request(firstDemand);
        }
    }

    @Override
    public void onNext(Object part) {
        enter();
        received.writeBytes(bytes.apply(part));
        parts++;
        inside.decrementAndGet();
        if (parts == cancelAt) {
            cancel();
        } else if (furtherDemand > 0) {
            given().request(furtherDemand);
        }
    }

    @Override
    public void onError(Throwable failure) {
        enter();
        error = failure;
        end();
    }

    @Override
    public void onComplete() {
        enter();
        completed = !cancelled;
        end();
    }

    private void enter() {
        if (inside.getAndIncrement() != 0) {
            fault = "a signal within a signal of another thread";
        }
        if (ends.get() > 0) {
            fault = "a signal after the end";
        }
    }

    private void end() {
        inside.decrementAndGet();
        ends.incrementAndGet();
    }

    void cancel() {
        cancelled = true;
        given().cancel();
    }

    void takeAll() {
        given().request(Long.MAX_VALUE);
    }

    private Subscription given() {
        Subscription current = subscription.get();
        return current == null ? Operators.emptySubscription() : current;
    }

    void check(Outlet outlet, byte[] video) {
        outlet.check().accept(cancelled, completed, video);
    }

    void assertOver() {
        assertThat(cancelled || ends.get() > 0)
                .as("ended, or not wanted any more")
                .isTrue();
    }

    /** The law: what was handed on and what was told as lost are all that came, or it was not told as whole. */
    void assertTruthful(byte[] video) {
        assertThat(fault).isNull();
        assertThat(ends.get()).as("ends").isLessThanOrEqualTo(1);
        if (completed) {
            assertThat(received.toByteArray())
                    .as("what was told as whole: %d of %d bytes", received.size(), video.length)
                    .isEqualTo(video);
        }
    }

    @Override
    public String toString() {
        return "viewer[" + parts + " parts, " + received.size() + " bytes, cancelled " + cancelled + ", completed "
                + completed + ", error " + error + "]";
    }
}
