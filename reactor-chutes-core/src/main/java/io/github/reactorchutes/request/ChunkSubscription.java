package io.github.reactorchutes.request;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;

/** Makes and emits one chunk for each one requested. */
final class ChunkSubscription implements Subscription, Runnable {

    private static final AtomicLongFieldUpdater<ChunkSubscription> REQUESTED =
            AtomicLongFieldUpdater.newUpdater(ChunkSubscription.class, "requested");
    private static final AtomicIntegerFieldUpdater<ChunkSubscription> WORK =
            AtomicIntegerFieldUpdater.newUpdater(ChunkSubscription.class, "work");

    private final CoreSubscriber<? super DataBuffer> actual;
    private final BodyChunks chunks;
    private final Scheduler scheduler;

    private volatile long requested;

    /*
     * idle (0)       -> running: request or cancel schedules a run
     * running (n)    -> idle: the run has served the n signals it saw; it goes on if there are more
     * running (n)    -> ended: completed, failed or cancelled; never goes back to 0, so that nothing runs again
     * The chunks are touched by the running one alone.
     */
    private volatile int work;

    private volatile boolean cancelled;

    ChunkSubscription(CoreSubscriber<? super DataBuffer> actual, BodyChunks chunks, Scheduler scheduler) {
        this.actual = actual;
        this.chunks = chunks;
        this.scheduler = scheduler;
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            Operators.addCap(REQUESTED, this, n);
            signal();
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        signal();
    }

    private void signal() {
        if (WORK.getAndIncrement(this) != 0) {
            return;
        }
        try {
            scheduler.schedule(this);
        } catch (RejectedExecutionException e) {
            fail(e);
        }
    }

    @Override
    public void run() {
        int served = work;
        do {
            if (!emit()) {
                chunks.close();
                return;
            }
            served = WORK.addAndGet(this, -served);
        } while (served != 0);
    }

    /** Return false when the pass has ended. */
    private boolean emit() {
        long demand = requested;
        long emitted = 0;
        while (emitted != demand && !cancelled) {
            if (!emitNext()) {
                return false;
            }
            emitted++;
        }
        if (emitted != 0) {
            Operators.produced(REQUESTED, this, emitted);
        }
        return !cancelled;
    }

    private boolean emitNext() {
        DataBuffer chunk;
        try {
            chunk = chunks.next();
        } catch (Throwable e) {
            Exceptions.throwIfJvmFatal(e);
            fail(e);
            return false;
        }
        if (cancelled) {
            DataBufferUtils.release(chunk);
            return false;
        }
        actual.onNext(chunk);
        return chunks.hasNext() || complete();
    }

    private boolean complete() {
        chunks.close();
        if (!cancelled) {
            actual.onComplete();
        }
        return false;
    }

    private void fail(Throwable error) {
        chunks.close();
        if (!cancelled) {
            actual.onError(error);
        }
    }
}
