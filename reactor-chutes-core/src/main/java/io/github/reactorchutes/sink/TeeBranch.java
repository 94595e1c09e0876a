package io.github.reactorchutes.sink;

import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;

/** One destination of a video, with its queue. */
final class TeeBranch extends Flux<DataBuffer> implements Subscription {

    private enum Holder {
        NONE,
        SUBSCRIBER,
        GIVEN_UP
    }

    private static final AtomicLongFieldUpdater<TeeBranch> REQUESTED =
            AtomicLongFieldUpdater.newUpdater(TeeBranch.class, "requested");

    private final TeeHub hub;

    private final VideoTee.Branch rule;

    private final Queue<DataBuffer> queue = Queues.<DataBuffer>unbounded(8).get();

    private final AtomicLong queuedBytes = new AtomicLong();

    private final AtomicReference<Holder> holder = new AtomicReference<>(Holder.NONE);

    /** Initially taken, so that nothing is delivered before the subscription. */
    private final AtomicInteger work = new AtomicInteger(1);

    /** Cleared at the end: a branch may be retained longer than its video. */
    private @Nullable CoreSubscriber<? super DataBuffer> actual;

    private volatile Context context = Context.empty();

    private volatile long requested;

    /** Accessed only by the draining thread. */
    private long emitted;

    private volatile boolean cancelled;

    /** The exception of its subscriber; accessed only by the draining thread. */
    private @Nullable Throwable thrown;

    /** The reason why it ends before the video. */
    private volatile @Nullable Throwable failure;

    private volatile boolean videoEnded;

    private @Nullable Throwable videoError;

    /** Whether its end was signalled, or must not be. */
    private volatile boolean over;

    TeeBranch(TeeHub hub, VideoTee.Branch rule) {
        this.hub = hub;
        this.rule = rule;
    }

    @Override
    public void subscribe(CoreSubscriber<? super DataBuffer> subscriber) {
        if (!holder.compareAndSet(Holder.NONE, Holder.SUBSCRIBER)) {
            Operators.error(subscriber, new IllegalStateException(refusal()));
            return;
        }
        actual = subscriber;
        context = subscriber.currentContext();
        try {
            subscriber.onSubscribe(this);
        } catch (Throwable broken) {
            failWith(broken);
        }
        try {
            serve();
        } finally {
            hub.branchSubscribed(context);
        }
    }

    private String refusal() {
        return holder.get() == Holder.GIVEN_UP
                ? "this branch of a video was not subscribed to within " + patience() + " of the first"
                : "a branch of a video can be subscribed to once";
    }

    boolean isTaken() {
        return holder.get() != Holder.NONE;
    }

    /** Prevent a subscription; return whether there was none. */
    boolean giveUp() {
        if (!holder.compareAndSet(Holder.NONE, Holder.GIVEN_UP)) {
            return false;
        }
        cancelled = true;
        serve();
        return true;
    }

    Duration patience() {
        return rule.patience();
    }

    boolean isEssential() {
        return rule.isEssential();
    }

    boolean isWaitedFor() {
        return !rule.failsWhenFull();
    }

    /** Return whether it would accept more of the video. */
    boolean isActive() {
        return isWanted() && !videoEnded;
    }

    /** Return whether its subscriber still expects a signal. */
    boolean isWanted() {
        return !over && !cancelled && failure == null;
    }

    /** Return the total demand. */
    long requested() {
        return requested;
    }

    /** Return how many buffers it accepts in total: its demand, or one more than so far while its queue has room. */
    long allowance(long received) {
        return Math.max(requested, queuedBytes.get() < rule.maxBytes() ? received + 1 : 0);
    }

    Context currentContext() {
        return context;
    }

    /** Deliver a view, now or later. The bytes are shared, the read position is not. */
    void emit(DataBuffer buffer) {
        if (!isActive()) {
            return;
        }
        try {
            enqueue(buffer);
        } catch (RuntimeException unreadable) {
            fail(unreadable);
            hub.branchGone(this);
            return;
        }
        drain();
        if (rule.failsWhenFull() && queuedBytes.get() > rule.maxBytes()) {
            fail(Exceptions.failWithOverflow(
                    "this branch of the video is more than " + rule.maxBytes() + " bytes behind"));
            hub.branchGone(this);
        }
    }

    @SuppressWarnings("deprecation") // split(..), its replacement, removes the bytes from the original
    private void enqueue(DataBuffer buffer) {
        DataBuffer view = buffer.retainedSlice(buffer.readPosition(), buffer.readableByteCount());
        queuedBytes.addAndGet(view.readableByteCount());
        queue.add(view);
    }

    /** End like the video, with or without an error, after the queue is drained. */
    void end(@Nullable Throwable error) {
        videoError = error;
        videoEnded = true;
        drain();
    }

    /** End immediately, unless it has ended. */
    void fail(Throwable error) {
        failure = error;
        drain();
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            Operators.addCap(REQUESTED, this, n);
            drain();
            hub.pump();
        }
    }

    @Override
    public void cancel() {
        boolean wanted = isWanted();
        cancelled = true;
        drain();
        if (wanted) {
            hub.branchGone(this);
        }
    }

    private void drain() {
        if (work.getAndIncrement() == 0) {
            serve();
        }
    }

    private void serve() {
        Throwable fatal = null;
        int missed = 1;
        while (missed != 0) {
            handOn();
            fatal = thrown == null ? fatal : thrown;
            thrown = null;
            missed = work.addAndGet(-missed);
        }
        Exceptions.throwIfFatal(fatal);
    }

    /** Read first whether the video has ended, so that an earlier loss is visible. */
    private void handOn() {
        while (true) {
            boolean last = videoEnded;
            if (!isWanted()) {
                break;
            }
            DataBuffer next = requested == emitted ? null : queue.poll();
            if (next != null) {
                handOn(next);
            } else {
                if (last && queue.isEmpty()) {
                    finish(videoError);
                }
                return;
            }
        }
        clear();
        if (cancelled) {
            actual = null;
        } else if (!over) {
            finish(failure);
        }
    }

    /** A subscriber that throws violates the specification and has lost a buffer, so it must not complete. */
    private void handOn(DataBuffer next) {
        emitted++;
        queuedBytes.addAndGet(-next.readableByteCount());
        try {
            subscriber().onNext(next);
        } catch (Throwable broken) {
            failWith(broken);
        }
    }

    private void failWith(Throwable broken) {
        thrown = broken;
        failure = broken;
        hub.branchGone(this);
    }

    private void finish(@Nullable Throwable error) {
        over = true;
        CoreSubscriber<? super DataBuffer> subscriber = subscriber();
        actual = null;
        if (error == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(error);
        }
    }

    private void clear() {
        DataBuffer queued = queue.poll();
        while (queued != null) {
            DataBufferUtils.release(queued);
            queued = queue.poll();
        }
    }

    private CoreSubscriber<? super DataBuffer> subscriber() {
        return Objects.requireNonNull(actual, "not subscribed");
    }
}
