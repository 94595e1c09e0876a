package io.github.reactorchutes.sink;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/** Receives a video once and hands each buffer to every branch; asks for as much as the branches allow. */
final class TeeHub implements CoreSubscriber<DataBuffer> {

    /**
     * A join cancels its branches one by one, and a place that fails cancels its branch before it tells why: a failure in
     * between would be dropped, or hide the reason.
     */
    private static final Duration GRACE = Duration.ofMillis(100);

    private final Flux<DataBuffer> video;

    private final List<TeeBranch> branches;

    private final boolean queueing;

    private final AtomicInteger missing;

    private final AtomicInteger work = new AtomicInteger();

    private final AtomicBoolean started = new AtomicBoolean();

    /** Whether an essential branch has gone. */
    private final AtomicBoolean doomed = new AtomicBoolean();

    private final Disposable.Swap failing = Disposables.swap();

    private volatile @Nullable Subscription upstream;

    private volatile boolean ended;

    /** Buffers so far. */
    private final AtomicLong received = new AtomicLong();

    /** What was asked for in all; touched by the one that pumps. */
    private long requested;

    TeeHub(Flux<DataBuffer> video, List<VideoTee.Branch> rules) {
        this.video = video;
        this.missing = new AtomicInteger(rules.size());
        this.queueing = rules.stream().anyMatch(rule -> rule.maxBytes() > 0);
        this.branches = rules.stream().map(rule -> new TeeBranch(this, rule)).toList();
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
    void branchGone(TeeBranch branch) {
        if (branch.isEssential() && doomed.compareAndSet(false, true)) {
            failing.update(Schedulers.parallel().schedule(this::failAll, GRACE.toMillis(), TimeUnit.MILLISECONDS));
            start();
        }
        if (branches.stream().noneMatch(TeeBranch::isWanted)) {
            failing.dispose();
        }
        pump();
    }

    private void failAll() {
        CancellationException failure =
                new CancellationException("another branch of the video was cancelled or failed");
        branches.forEach(branch -> branch.fail(failure));
    }

    private void start() {
        if (started.compareAndSet(false, true)) {
            video.subscribe(this);
        }
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
            if (!doomed.get()) {
                branches.forEach(branch -> branch.emit(buffer));
            }
        } finally {
            DataBufferUtils.release(buffer);
        }
        received.incrementAndGet();
        if (queueing) {
            pump();
        }
    }

    @Override
    public void onError(Throwable error) {
        ended = true;
        branches.forEach(branch -> branch.end(error));
    }

    @Override
    public void onComplete() {
        ended = true;
        branches.forEach(branch -> branch.end(null));
    }

    /** Ask for what the branches allow, or cancel when there is nobody to ask for. */
    void pump() {
        Subscription source = upstream;
        if (source == null || ended || work.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        while (missed != 0) {
            pump(source);
            missed = work.addAndGet(-missed);
        }
    }

    private void pump(Subscription source) {
        List<TeeBranch> active = branches.stream().filter(TeeBranch::isActive).toList();
        if (doomed.get() || active.isEmpty()) {
            source.cancel();
            return;
        }
        long wanted = wanted(active);
        if (wanted > requested) {
            long more = wanted == Long.MAX_VALUE ? Long.MAX_VALUE : wanted - requested;
            requested = wanted;
            source.request(more);
        }
    }

    private long wanted(List<TeeBranch> active) {
        return active.stream()
                .filter(TeeBranch::isWaitedFor)
                .mapToLong(branch -> branch.allowance(received.get()))
                .min()
                .orElseGet(() ->
                        active.stream().mapToLong(TeeBranch::requested).max().orElse(0));
    }
}
