package io.github.reactorchutes.upload;

import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;

/** Reads an image for one subscriber, one block for each request. */
final class InputReading implements Subscription, Runnable {

    private static final AtomicLongFieldUpdater<InputReading> REQUESTED =
            AtomicLongFieldUpdater.newUpdater(InputReading.class, "requested");

    private static final AtomicIntegerFieldUpdater<InputReading> WORK =
            AtomicIntegerFieldUpdater.newUpdater(InputReading.class, "work");

    private final CoreSubscriber<? super DataBuffer> actual;

    private final ImageInput.Opener opener;

    private final int blockBytes;

    private final DataBufferFactory factory;

    private volatile long requested;

    /*
     * idle (0)       -> running: request or cancel schedules a run
     * running (n)    -> idle: the run has processed the n signals it saw; it continues if there are more
     * running (n)    -> ended: completed, failed or cancelled; it never returns to 0, so nothing runs again
     * Only the running thread accesses the image.
     */
    private volatile int work;

    private volatile boolean cancelled;

    private @Nullable ImageInput input;

    /** Reused for each emission: the subscriber has read and released it before it requests the next. */
    private @Nullable DataBuffer block;

    InputReading(
            CoreSubscriber<? super DataBuffer> actual,
            ImageInput.Opener opener,
            int blockBytes,
            DataBufferFactory factory) {
        this.actual = actual;
        this.opener = opener;
        this.blockBytes = blockBytes;
        this.factory = factory;
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
            Schedulers.boundedElastic().schedule(this);
        } catch (RejectedExecutionException shutDown) {
            end(shutDown);
        }
    }

    @Override
    public void run() {
        int served = work;
        while (served != 0) {
            if (!emit()) {
                return;
            }
            served = WORK.addAndGet(this, -served);
        }
    }

    /** Emit the requested blocks; false when the reading has ended. */
    private boolean emit() {
        try {
            long demand = requested;
            for (long emitted = 0; emitted < demand; emitted++) {
                if (cancelled || !emitNext()) {
                    end(null);
                    return false;
                }
            }
            Operators.produced(REQUESTED, this, demand);
        } catch (Throwable failure) {
            end(failure);
            return false;
        }
        if (cancelled) {
            end(null);
        }
        return !cancelled;
    }

    /** Emit a block, if there is one; false at the end of the image. */
    private boolean emitNext() throws IOException {
        block = block == null
                ? factory.allocateBuffer(blockBytes)
                : block.readPosition(0).writePosition(0);
        input = input == null ? opener.open(block) : input;
        boolean goesOn = input.read();
        if (cancelled || block.readableByteCount() == 0) {
            return false;
        }
        actual.onNext(DataBufferUtils.retain(block));
        return goesOn;
    }

    private void end(@Nullable Throwable failure) {
        close();
        if (cancelled) {
            return;
        }
        if (failure == null) {
            actual.onComplete();
        } else {
            actual.onError(failure);
        }
    }

    /** A failure to close loses nothing: the bytes were only read, and are already checked. */
    private void close() {
        ImageInput source = input;
        if (source != null) {
            try {
                source.close();
            } catch (IOException | RuntimeException harmless) {
                input = null;
            }
        }
        DataBufferUtils.release(block);
        block = null;
    }
}
