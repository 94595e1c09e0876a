package io.github.reactorchutes.sink;

import java.io.IOException;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;

/**
 * Receives on any thread and writes on its worker. A run of the worker is the only one to touch the file and to take from
 * the queue, so every buffer that entered is written or released by a run, and the file is closed by the last one.
 */
final class FileWriter implements CoreSubscriber<DataBuffer>, Subscription, Runnable {

    private static final Logger logger = LoggerFactory.getLogger(FileWriter.class);

    private static final int AHEAD = 8;

    private final CoreSubscriber<? super SavedVideo> actual;

    private final FileSink sink;

    private final Scheduler.Worker worker;

    private final Queue<DataBuffer> queue = Queues.<DataBuffer>get(AHEAD).get();

    private final AtomicInteger work = new AtomicInteger();

    private volatile boolean completed;

    private volatile boolean cancelled;

    private volatile @Nullable Throwable error;

    private @Nullable Subscription upstream;

    private @Nullable PartFile file;

    /** Nothing is to be done any more; touched by runs of the worker only. */
    private boolean finished;

    FileWriter(CoreSubscriber<? super SavedVideo> actual, FileSink sink, Scheduler.Worker worker) {
        this.actual = actual;
        this.sink = sink;
        this.worker = worker;
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (Operators.validate(upstream, subscription)) {
            upstream = subscription;
            actual.onSubscribe(this);
            signal();
        }
    }

    @Override
    public void onNext(DataBuffer buffer) {
        queue.add(buffer);
        signal();
    }

    @Override
    public void onError(Throwable failure) {
        error = failure;
        signal();
    }

    @Override
    public void onComplete() {
        completed = true;
        signal();
    }

    @Override
    public void request(long n) {
        Operators.validate(n);
    }

    @Override
    public void cancel() {
        cancelled = true;
        upstream().cancel();
        signal();
    }

    private void signal() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        try {
            worker.schedule(this);
        } catch (RejectedExecutionException schedulerIsGone) {
            cancelled = true;
            upstream().cancel();
            run();
        }
    }

    @Override
    public void run() {
        int missed = work.get();
        while (missed != 0) {
            step();
            missed = work.addAndGet(-missed);
        }
    }

    private void step() {
        try {
            if (finished) {
                releaseQueue();
            } else if (cancelled) {
                finish();
            } else {
                begin();
                drain();
            }
        } catch (IOException | RuntimeException failure) {
            fail(failure);
        }
    }

    private void begin() throws IOException {
        if (file == null) {
            file = PartFile.create(sink);
            upstream().request(AHEAD);
        }
    }

    private void drain() throws IOException {
        boolean last = completed;
        Throwable failure = error;
        int written = writeQueued();
        if (failure != null) {
            fail(failure);
        } else if (last && !cancelled) {
            commit();
        } else if (written > 0) {
            upstream().request(written);
        }
    }

    private int writeQueued() throws IOException {
        int written = 0;
        DataBuffer next = queue.poll();
        while (next != null) {
            write(next);
            written++;
            next = cancelled ? null : queue.poll();
        }
        return written;
    }

    private void write(DataBuffer buffer) throws IOException {
        try {
            file().write(buffer);
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    private void commit() throws IOException {
        SavedVideo saved = file().commit();
        finished = true;
        actual.onNext(saved);
        actual.onComplete();
        worker.dispose();
    }

    private void fail(Throwable failure) {
        upstream().cancel();
        finish();
        actual.onError(failure);
    }

    /** Leave nothing behind: not the part file, not a buffer. */
    private void finish() {
        finished = true;
        releaseQueue();
        try {
            if (file != null) {
                file.discard();
            }
        } catch (IOException leftover) {
            logger.warn("The part of {} could not be removed", sink.target(), leftover);
        }
        worker.dispose();
    }

    private void releaseQueue() {
        DataBuffer next = queue.poll();
        while (next != null) {
            DataBufferUtils.release(next);
            next = queue.poll();
        }
    }

    private PartFile file() {
        return Objects.requireNonNull(file, "not begun");
    }

    private Subscription upstream() {
        return Objects.requireNonNull(upstream, "not subscribed");
    }
}
