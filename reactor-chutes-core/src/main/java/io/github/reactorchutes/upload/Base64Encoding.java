package io.github.reactorchutes.upload;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;

/**
 * Encodes an image for one subscriber. It requests one buffer at a time, and only when the downstream requested a block
 * that the received bytes do not fill. It tolerates publishers that violate the specification: their first terminal
 * signal counts, and none of their buffers leaks.
 */
final class Base64Encoding implements CoreSubscriber<DataBuffer>, Subscription {

    /** A source that only emits empty buffers, on the requesting thread, would otherwise occupy that thread forever. */
    private static final int MAX_EMPTY_BUFFERS = 1000;

    private static final AtomicLongFieldUpdater<Base64Encoding> REQUESTED =
            AtomicLongFieldUpdater.newUpdater(Base64Encoding.class, "requested");

    private static final AtomicIntegerFieldUpdater<Base64Encoding> WORK =
            AtomicIntegerFieldUpdater.newUpdater(Base64Encoding.class, "work");

    private final CoreSubscriber<? super DataBuffer> actual;

    private final long size;

    private final Base64Block block;

    private final Queue<DataBuffer> received = Queues.<DataBuffer>unbounded(8).get();

    private volatile long requested;

    /**
     * The number of signals to process. The thread that makes it 1 processes them all, and owns block, current and
     * over.
     */
    private volatile int work;

    private @Nullable DataBuffer current;

    private boolean over;

    private volatile @Nullable Subscription upstream;

    private volatile boolean asked;

    private volatile long arrived;

    /** The number of empty buffers in a row. */
    private int empty;

    private volatile boolean ended;

    private volatile boolean cancelled;

    private @Nullable Throwable error;

    Base64Encoding(CoreSubscriber<? super DataBuffer> actual, long size, Base64Block block) {
        this.actual = actual;
        this.size = size;
        this.block = block;
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (Operators.validate(upstream, subscription)) {
            upstream = subscription;
            if (cancelled) {
                cancelUpstream();
            }
            serve();
        }
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // signals are serial
    public void onNext(DataBuffer buffer) {
        if (ended || cancelled) {
            DataBufferUtils.release(buffer);
            return;
        }
        arrived += buffer.readableByteCount();
        empty = buffer.readableByteCount() == 0 ? empty + 1 : 0;
        received.add(buffer);
        asked = false;
        if (empty > MAX_EMPTY_BUFFERS) {
            onError(new IOException("the image emitted more than " + MAX_EMPTY_BUFFERS + " empty buffers in a row"));
        } else {
            serve();
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (!ended) {
            error = failure;
            onComplete();
        }
    }

    @Override
    public void onComplete() {
        ended = true;
        serve();
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            Operators.addCap(REQUESTED, this, n);
            serve();
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        cancelUpstream();
        serve();
    }

    private void cancelUpstream() {
        Subscription source = upstream;
        if (source != null) {
            try {
                source.cancel();
            } catch (Throwable failure) {
                Operators.onErrorDropped(failure, currentContext());
            }
        }
    }

    private void serve() {
        if (WORK.getAndIncrement(this) != 0) {
            return;
        }
        int served = work;
        while (served != 0) {
            try {
                serveOnce();
            } catch (Throwable failure) {
                fail(failure);
            }
            served = WORK.addAndGet(this, -served);
        }
    }

    private void serveOnce() {
        while (!over && !cancelled) {
            boolean last = ended;
            boolean wanted = requested > 0;
            if (wanted) {
                fill();
            }
            Throwable problem = problem(last);
            if (problem != null) {
                fail(problem);
            } else if (last && isDrained()) {
                over = true;
                actual.onComplete();
            } else if (!wanted) {
                return;
            } else if (last || block.isFull()) {
                DataBuffer encoded = block.take();
                Operators.produced(REQUESTED, this, 1);
                actual.onNext(encoded);
            } else {
                more();
                return;
            }
        }
        release();
    }

    private boolean isDrained() {
        return block.isEmpty() && current == null && received.isEmpty();
    }

    /** Encode what has arrived; only on demand, because the block is a buffer. */
    private void fill() {
        while (!block.isFull()) {
            DataBuffer buffer = current == null ? received.poll() : current;
            if (buffer == null) {
                return;
            }
            current = buffer;
            block.fill(buffer);
            if (buffer.readableByteCount() == 0) {
                current = null;
                DataBufferUtils.release(buffer);
            }
        }
    }

    private @Nullable Throwable problem(boolean last) {
        if (last && error != null) {
            return error;
        }
        if (arrived > size) {
            return new IOException("the image has more than the " + size + " bytes announced");
        }
        return last && arrived < size
                ? new IOException("the image ended after " + arrived + " of " + size + " bytes")
                : null;
    }

    private void more() {
        Subscription source = upstream;
        if (source != null && !asked) {
            asked = true;
            try {
                source.request(1);
            } catch (Throwable failure) {
                onError(failure);
            }
        }
    }

    private void fail(Throwable problem) {
        boolean wanted = !over && !cancelled;
        over = true;
        ended = true;
        cancelUpstream();
        release();
        if (wanted) {
            actual.onError(problem);
        } else {
            Operators.onErrorDropped(problem, currentContext());
        }
    }

    private void release() {
        block.release();
        DataBufferUtils.release(current);
        current = null;
        DataBuffer buffer = received.poll();
        while (buffer != null) {
            DataBufferUtils.release(buffer);
            buffer = received.poll();
        }
    }
}
