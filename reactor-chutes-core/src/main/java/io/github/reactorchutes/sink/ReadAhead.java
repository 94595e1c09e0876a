package io.github.reactorchutes.sink;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Operators;

/**
 * The receiving side of a stream: a few buffers between the thread of the video and the reading thread. A buffer is in
 * the queue, in {@code begun}, or held by the reader. Code that takes a buffer from one of these places must release it
 * or put it into another. A close empties all places, and code that puts a buffer somewhere must then check for a
 * close.
 */
final class ReadAhead implements CoreSubscriber<DataBuffer> {

    private static final AtomicReferenceFieldUpdater<ReadAhead, Subscription> UPSTREAM =
            AtomicReferenceFieldUpdater.newUpdater(ReadAhead.class, Subscription.class, "upstream");

    private static final int BUFFERS = 4;

    /** After this many are read, as many are requested. */
    private static final int BATCH = 3;

    private final Queue<DataBuffer> queue = new ConcurrentLinkedQueue<>();

    /** The partly read buffer. */
    private final AtomicReference<@Nullable DataBuffer> begun = new AtomicReference<>();

    private volatile @Nullable Subscription upstream;

    private volatile boolean ended;

    private volatile @Nullable Throwable error;

    private volatile boolean closed;

    private volatile @Nullable Thread waiting;

    /** The buffers read since the last request; accessed only by the reader. */
    private int read;

    @Override
    public void onSubscribe(Subscription subscription) {
        if (Operators.setOnce(UPSTREAM, this, subscription)) {
            subscription.request(BUFFERS);
        }
    }

    @Override
    public void onNext(DataBuffer buffer) {
        queue.add(buffer);
        if (closed) {
            releaseAll();
        }
        LockSupport.unpark(waiting);
    }

    @Override
    public void onError(Throwable failure) {
        error = failure;
        onComplete();
    }

    @Override
    public void onComplete() {
        ended = true;
        LockSupport.unpark(waiting);
    }

    /** Return the next buffer, which the caller must give back, or {@code null} at the end of a complete video. */
    @Nullable
    DataBuffer take() throws IOException {
        while (true) {
            boolean last = ended;
            DataBuffer next = begun.getAndSet(null);
            if (next == null) {
                next = queue.poll();
            }
            if (next != null) {
                return next;
            }
            if (closed) {
                throw new IOException("the video stream was closed");
            }
            if (last) {
                throwIfFailed();
                return null;
            }
            await();
        }
    }

    private void throwIfFailed() throws IOException {
        Throwable failure = error;
        if (failure instanceof IOException broken) {
            throw broken;
        }
        if (failure != null) {
            throw Exceptions.propagate(failure);
        }
    }

    private void await() throws IOException {
        waiting = Thread.currentThread();
        if (!ended && !closed && queue.isEmpty()) {
            LockSupport.park(this);
        }
        waiting = null;
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while waiting for bytes of the video");
        }
    }

    /** Keep the rest of a buffer for the next read. */
    void giveBack(DataBuffer buffer) {
        if (buffer.readableByteCount() > 0) {
            begun.set(buffer);
        } else {
            DataBufferUtils.release(buffer);
            requestMore();
        }
        if (closed) {
            releaseAll();
        }
    }

    private void requestMore() {
        Subscription source = upstream;
        if (++read == BATCH && source != null) {
            read = 0;
            source.request(BATCH);
        }
    }

    /** Discard the rest; a completely read video has none. */
    void close() {
        closed = true;
        if (!ended) {
            Operators.terminate(UPSTREAM, this);
        }
        releaseAll();
        LockSupport.unpark(waiting);
    }

    private void releaseAll() {
        DataBufferUtils.release(begun.getAndSet(null));
        DataBuffer queued = queue.poll();
        while (queued != null) {
            DataBufferUtils.release(queued);
            queued = queue.poll();
        }
    }
}
