package io.github.reactorchutes.request;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;

/**
 * The one subscription to the bytes of an image: asks for a buffer at a time, keeps what came and counts it. Serves one
 * consumer after the other, first the one that looks at the beginning, then the one that sends.
 */
final class ImageFeed implements CoreSubscriber<DataBuffer> {

    /** Is told in turn, never by two threads at once, when bytes came, when it asked to be, and of the end. */
    interface Consumer {

        /**
         * Use what there is.
         *
         * @param ended whether nothing more comes
         */
        void serve(boolean ended);

        void fail(Throwable problem);
    }

    private static final Consumer NOBODY = new Consumer() {
        @Override
        public void serve(boolean ended) {}

        @Override
        public void fail(Throwable problem) {}
    };

    private final @Nullable Publisher<DataBuffer> source;

    private final long size;

    private final Queue<DataBuffer> received = Queues.<DataBuffer>unbounded(8).get();

    private final AtomicInteger work = new AtomicInteger();

    /** This and the count are touched by the one that serves. */
    private final Deque<DataBuffer> kept = new ArrayDeque<>();

    private long arrived;

    private volatile Consumer consumer = NOBODY;

    private volatile Context context = Context.empty();

    private volatile @Nullable Subscription upstream;

    private volatile boolean asked;

    private volatile boolean ended;

    private volatile boolean cancelled;

    private @Nullable Throwable error;

    private boolean opened;

    /** Make a feed that subscribes to the source when it is opened. */
    ImageFeed(Publisher<DataBuffer> source, long size) {
        this.source = source;
        this.size = size;
    }

    /** Make a feed of a buffer, which it owns. */
    ImageFeed(DataBuffer buffer) {
        this.source = null;
        this.size = buffer.readableByteCount();
        received.add(buffer);
        ended = true;
    }

    long size() {
        return size;
    }

    /** Serve this consumer from now on; by one caller at a time. */
    void open(Consumer next, Context ofCall) {
        consumer = next;
        if (opened || source == null) {
            serve();
        } else {
            opened = true;
            context = ofCall;
            Flux.from(source).subscribe(this);
        }
    }

    @Override
    public Context currentContext() {
        return context;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (Operators.validate(upstream, subscription)) {
            upstream = subscription;
            if (cancelled) {
                subscription.cancel();
            }
            serve();
        }
    }

    /** A source that goes on after its end is held to it. */
    @Override
    public void onNext(DataBuffer buffer) {
        if (ended) {
            DataBufferUtils.release(buffer);
            return;
        }
        asked = false;
        received.add(buffer);
        serve();
    }

    @Override
    public void onError(Throwable failure) {
        if (ended) {
            return;
        }
        error = failure;
        onComplete();
    }

    @Override
    public void onComplete() {
        ended = true;
        serve();
    }

    /** Cancel the source and release what is kept. */
    void cancel() {
        cancelled = true;
        Subscription current = upstream;
        try {
            if (current != null) {
                current.cancel();
            }
        } finally {
            serve();
        }
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Serve the consumer, now or, if it is being served, once more. */
    void serve() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        try {
            while (missed != 0) {
                serveOnce();
                missed = work.addAndGet(-missed);
            }
        } finally {
            if (missed != 0) {
                // what was thrown must not keep a cancel from releasing what is kept
                work.set(0);
            }
        }
    }

    private void serveOnce() {
        boolean last = ended;
        takeIn();
        if (cancelled) {
            kept.forEach(DataBufferUtils::release);
            kept.clear();
            return;
        }
        Throwable problem = problem(last);
        if (problem == null) {
            consumer.serve(last);
        } else {
            consumer.fail(problem);
        }
    }

    private void takeIn() {
        DataBuffer buffer = received.poll();
        while (buffer != null) {
            if (buffer.readableByteCount() > 0) {
                arrived += buffer.readableByteCount();
                kept.add(buffer);
            } else {
                DataBufferUtils.release(buffer);
            }
            buffer = received.poll();
        }
    }

    private @Nullable Throwable problem(boolean last) {
        if (last && error != null) {
            return error;
        }
        if (arrived > size) {
            return new IOException("the image has more than the " + size + " bytes it was said to have");
        }
        return last && arrived < size
                ? new IOException("the image ended after " + arrived + " bytes, not " + size)
                : null;
    }

    /** Ask for a buffer, unless one was asked for that did not come yet; by the consumer that is being served. */
    void more() {
        Subscription current = upstream;
        if (current != null && !asked) {
            asked = true;
            try {
                current.request(1);
            } catch (Throwable failure) {
                onError(failure);
            }
        }
    }

    /**
     * Copy first bytes without taking them, from those that were copied before on, and return how many are copied now;
     * as above, and before anything is read. Looks at the newest buffers alone, so that it costs the same in whatever
     * pieces the bytes come.
     */
    int peek(byte[] head, int copied) {
        long end = arrived;
        Iterator<DataBuffer> newestFirst = kept.descendingIterator();
        while (end > copied && newestFirst.hasNext()) {
            DataBuffer buffer = newestFirst.next();
            long start = end - buffer.readableByteCount();
            int from = (int) Math.max(start, copied);
            int count = (int) Math.min(end, head.length) - from;
            if (count > 0) {
                int position = buffer.readPosition() + (int) (from - start);
                buffer.toByteBuffer(position, ByteBuffer.wrap(head), from, count);
            }
            end = start;
        }
        return (int) Math.min(arrived, head.length);
    }

    /** Move bytes to a block until it is full or none is left, and return how many it has then; as above. */
    int read(byte[] block, int filled) {
        int end = filled;
        DataBuffer buffer = kept.peek();
        while (buffer != null && end < block.length) {
            int count = Math.min(buffer.readableByteCount(), block.length - end);
            buffer.read(block, end, count);
            end += count;
            if (buffer.readableByteCount() == 0) {
                DataBufferUtils.release(kept.remove());
            }
            buffer = kept.peek();
        }
        return end;
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }
}
