package io.github.reactorchutes.sink;

import io.github.reactorchutes.sink.VideoTee.OnCancel;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** Receives a video once and hands each buffer to every branch; asks for as much as the slowest branch does. */
final class TeeHub implements CoreSubscriber<DataBuffer> {

    private final Flux<DataBuffer> video;

    private final OnCancel policy;

    private final List<TeeBranch> branches;

    private final AtomicInteger missing;

    private final AtomicInteger work = new AtomicInteger();

    private final AtomicBoolean started = new AtomicBoolean();

    private volatile @Nullable Subscription upstream;

    /** What was asked for in all; touched by the one that pumps. */
    private long requested;

    TeeHub(Flux<DataBuffer> video, int branches, OnCancel policy) {
        this.video = video;
        this.policy = policy;
        this.missing = new AtomicInteger(branches);
        this.branches =
                IntStream.range(0, branches).mapToObj(i -> new TeeBranch(this)).toList();
    }

    List<Flux<DataBuffer>> branches() {
        return List.copyOf(branches);
    }

    void branchSubscribed() {
        if (missing.decrementAndGet() == 0) {
            start();
        }
    }

    /** A video that nobody is left for is subscribed to as well, in order to cancel it. */
    void branchCancelled() {
        if (policy == OnCancel.CANCEL_ALL) {
            end(new CancellationException("another branch of the video was cancelled"));
            start();
        }
        pump();
    }

    private void start() {
        if (started.compareAndSet(false, true)) {
            video.subscribe(this);
        }
    }

    private void end(@Nullable Throwable error) {
        branches.forEach(branch -> branch.end(error));
    }

    @Override
    public Context currentContext() {
        return branches.get(0).currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (Operators.validate(upstream, subscription)) {
            upstream = subscription;
            pump();
        }
    }

    @Override
    public void onNext(DataBuffer buffer) {
        try {
            branches.forEach(branch -> branch.emit(buffer));
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    @Override
    public void onError(Throwable error) {
        end(error);
    }

    @Override
    public void onComplete() {
        end(null);
    }

    /** Ask for what every branch has asked for, or cancel when no branch is left. */
    void pump() {
        Subscription source = upstream;
        if (source == null || work.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        while (missed != 0) {
            pump(source);
            missed = work.addAndGet(-missed);
        }
    }

    private void pump(Subscription source) {
        if (branches.stream().noneMatch(TeeBranch::isActive)) {
            source.cancel();
            return;
        }
        long wanted = branches.stream()
                .filter(TeeBranch::isActive)
                .mapToLong(TeeBranch::requested)
                .min()
                .orElse(0);
        if (wanted > requested) {
            long more = wanted == Long.MAX_VALUE ? Long.MAX_VALUE : wanted - requested;
            requested = wanted;
            source.request(more);
        }
    }
}
