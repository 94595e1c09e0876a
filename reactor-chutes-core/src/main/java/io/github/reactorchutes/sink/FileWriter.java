package io.github.reactorchutes.sink;

import java.io.IOException;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
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
 * Receives on any thread and writes on its worker. Only a run of the worker accesses the file and drains the queue. A
 * run therefore writes or releases every queued buffer, and the last run closes the file.
 */
final class FileWriter implements CoreSubscriber<DataBuffer>, Subscription, Runnable {

    private static final Logger logger = LoggerFactory.getLogger(FileWriter.class);

    private static final int AHEAD = 8;

    private final CoreSubscriber<? super SavedVideo> actual;

    private final FileSink sink;

    private final SavingMono.Opener opener;

    private final Scheduler scheduler;

    private final Scheduler.Worker worker;

    private final StopSignal stop = new StopSignal(this);

    private final Queue<DataBuffer> queue = Queues.<DataBuffer>get(AHEAD).get();

    /*
     * idle (0)    -> running: a signal schedules a run
     * running (n) -> idle: the run has served the n signals it saw; it continues if there are more
     */
    private final AtomicInteger work = new AtomicInteger();

    /** Whether a run is scheduled but not started: a scheduler drops waiting runs when it is shut down. */
    private final AtomicBoolean waiting = new AtomicBoolean();

    private volatile boolean demanded;

    private volatile boolean completed;

    private volatile boolean cancelled;

    private volatile @Nullable Throwable error;

    private @Nullable Subscription upstream;

    /** These three fields are accessed only by the current run. */
    private @Nullable VideoOutput output;

    private @Nullable RejectedExecutionException rejection;

    private boolean finished;

    FileWriter(
            CoreSubscriber<? super SavedVideo> actual, FileSink sink, SavingMono.Opener opener, Scheduler scheduler) {
        this.actual = actual;
        this.sink = sink;
        this.opener = opener;
        this.scheduler = scheduler;
        this.worker = scheduler.createWorker();
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (Operators.validate(upstream, subscription)) {
            upstream = subscription;
            try {
                actual.onSubscribe(this);
                sink.stop().subscribe(stop);
            } catch (Throwable broken) {
                stop(broken);
                Exceptions.throwIfFatal(broken);
            }
        }
    }

    @Override
    public void onNext(DataBuffer buffer) {
        if (!queue.offer(buffer)) {
            DataBufferUtils.release(buffer);
            error = Exceptions.failWithOverflow("the video emitted more buffers than were requested");
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
        try {
            upstream().cancel();
        } finally {
            signal();
        }
    }

    /** End as if the video had failed, and stop receiving. Set the reason first: see {@link #proceed}. */
    void stop(Throwable reason) {
        error = reason;
        try {
            upstream().cancel();
        } finally {
            signal();
        }
    }

    private void signal() {
        if (work.getAndIncrement() == 0) {
            schedule();
        }
        if (scheduler.isDisposed()) {
            runHere(new RejectedExecutionException("the scheduler that writes files was shut down"));
        }
    }

    private void schedule() {
        waiting.set(true);
        try {
            worker.schedule(this);
        } catch (RejectedExecutionException disposedOrGone) {
            runHere(disposedOrGone);
        }
    }

    /** Do the work of a run that never starts. */
    private void runHere(RejectedExecutionException reason) {
        if (waiting.compareAndSet(true, false)) {
            rejection = reason;
            serve();
        }
    }

    @Override
    public void run() {
        if (waiting.compareAndSet(true, false)) {
            serve();
        }
    }

    private void serve() {
        Throwable fatal = null;
        int served = work.get();
        while (served != 0) {
            Throwable thrown = step();
            fatal = thrown == null ? fatal : thrown;
            served = work.addAndGet(-served);
        }
        Exceptions.throwIfFatal(fatal);
    }

    /** Return the thrown exception. */
    private @Nullable Throwable step() {
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
            return null;
        } catch (Throwable failure) {
            return finished ? dropped(failure) : failedBy(failure);
        }
    }

    private Throwable failedBy(Throwable failure) {
        try {
            fail(failure);
            return failure;
        } catch (Throwable broken) {
            return dropped(broken);
        }
    }

    /** The subscriber itself threw, so the failure cannot be signalled. */
    private Throwable dropped(Throwable broken) {
        if (!Exceptions.isFatal(broken)) {
            Operators.onErrorDropped(broken, currentContext());
        }
        return broken;
    }

    /**
     * Read first whether the video is complete. A failure or a cancel on this side that dropped its rest was written
     * earlier, so it is visible by then.
     */
    private void proceed() throws IOException {
        boolean last = completed;
        Throwable failure = error;
        if (demanded && failure == null && output == null) {
            output = opener.open(sink);
            upstream().request(AHEAD);
        }
        int written = writeQueued();
        if (failure != null) {
            fail(failure);
        } else if (last && output != null) {
            commit(output);
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
            Objects.requireNonNull(output, "a buffer arrived without demand").write(buffer);
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    private void commit(VideoOutput whole) throws IOException {
        if (cancelled) {
            return;
        }
        SavedVideo saved = whole.commit();
        finish();
        actual.onNext(saved);
        actual.onComplete();
    }

    private void fail(Throwable failure) {
        try {
            upstream().cancel();
        } finally {
            finish();
            if (!cancelled) {
                actual.onError(failure);
            }
        }
    }

    /** Remove the part file and release all buffers. */
    private void finish() {
        finished = true;
        stop.cancel();
        releaseQueue();
        VideoOutput last = output;
        output = null;
        try {
            if (last != null) {
                last.close();
            }
        } catch (IOException | RuntimeException leftover) {
            logger.warn("Removing the part file of {} failed", sink.target(), leftover);
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
