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
import reactor.core.Exceptions;
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

    private final StopSignal stop = new StopSignal(this);

    private final Queue<DataBuffer> queue = Queues.<DataBuffer>get(AHEAD).get();

    /*
     * idle (0)    -> running: a signal schedules a run
     * running (n) -> idle: the run has served the n signals it saw; it goes on if there are more
     */
    private final AtomicInteger work = new AtomicInteger();

    private volatile boolean demanded;

    private volatile boolean completed;

    private volatile boolean cancelled;

    private volatile @Nullable Throwable error;

    private @Nullable Subscription upstream;

    /** These three are touched by the running one alone. */
    private @Nullable PartFile file;

    private @Nullable RejectedExecutionException rejection;

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
            sink.stop().subscribe(stop);
        }
    }

    @Override
    public void onNext(DataBuffer buffer) {
        if (!queue.offer(buffer)) {
            DataBufferUtils.release(buffer);
            error = Exceptions.failWithOverflow("the video sent more buffers than it was asked for");
        }
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
        if (Operators.validate(n)) {
            demanded = true;
            signal();
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        upstream().cancel();
        signal();
    }

    /** End as if the video had failed, and keep it from coming on until then. */
    void stop(Throwable reason) {
        upstream().cancel();
        onError(reason);
    }

    private void signal() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        try {
            worker.schedule(this);
        } catch (RejectedExecutionException disposedOrGone) {
            rejection = disposedOrGone;
            run();
        }
    }

    @Override
    public void run() {
        int served = work.get();
        while (served != 0) {
            step();
            served = work.addAndGet(-served);
        }
    }

    private void step() {
        try {
            if (finished) {
                releaseQueue();
            } else if (cancelled) {
                finish();
            } else if (rejection != null) {
                fail(rejection);
            } else {
                proceed();
            }
        } catch (Throwable failure) {
            Exceptions.throwIfJvmFatal(failure);
            fail(failure);
        }
    }

    private void proceed() throws IOException {
        boolean last = completed;
        Throwable failure = error;
        if (demanded && failure == null && file == null) {
            file = PartFile.create(sink);
            upstream().request(AHEAD);
        }
        int written = writeQueued();
        if (failure != null) {
            fail(failure);
        } else if (last && file != null) {
            commit(file);
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
            Objects.requireNonNull(file, "a buffer came that nobody had asked for")
                    .write(buffer);
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    private void commit(PartFile whole) throws IOException {
        if (cancelled) {
            return;
        }
        SavedVideo saved = whole.commit();
        finish();
        actual.onNext(saved);
        actual.onComplete();
    }

    private void fail(Throwable failure) {
        upstream().cancel();
        finish();
        if (!cancelled) {
            actual.onError(failure);
        }
    }

    /** Leave nothing behind: not the part file, not a buffer. */
    private void finish() {
        finished = true;
        stop.cancel();
        releaseQueue();
        PartFile last = file;
        file = null;
        try {
            if (last != null) {
                last.close();
            }
        } catch (IOException leftover) {
            logger.warn("A part of {} is left over", sink.target(), leftover);
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

    private Subscription upstream() {
        return Objects.requireNonNull(upstream, "not subscribed");
    }
}
