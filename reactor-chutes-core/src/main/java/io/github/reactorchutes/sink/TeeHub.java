package io.github.reactorchutes.sink;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * Receives a video once, passes each buffer to every branch, and requests as much as the branches allow. It subscribes
 * to the video with the first branch, so that it sees the end of the video regardless of the other branches. It
 * requests nothing until all branches have subscribed.
 *
 * <p>The truncation rule: a branch that missed a buffer never completes. All branches miss buffers after an essential
 * one has ended, and a single branch after it has failed or was cancelled.
 */
final class TeeHub implements CoreSubscriber<DataBuffer> {

    /**
     * A join cancels its branches one by one, and a failing destination cancels its branch before it reports the
     * reason. An error of the other branches in between would be dropped or hide the reason.
     */
    private static final Duration GRACE = Duration.ofMillis(100);

    private final Flux<DataBuffer> video;

    private final List<TeeBranch> branches;

    private final boolean queueing;

    private final AtomicInteger missing;

    private final AtomicInteger work = new AtomicInteger();

    private final AtomicBoolean started = new AtomicBoolean();

    /** The reason why no branch can complete: an essential one has ended. Set before the branches miss any buffer. */
    private final AtomicReference<@Nullable CancellationException> doom = new AtomicReference<>();

    private final Disposable.Swap failing = Disposables.swap();

    private final Disposable.Composite waiting = Disposables.composite();

    private volatile @Nullable Subscription upstream;

    private volatile Context context = Context.empty();

    private volatile boolean ended;

    /** The number of buffers so far. */
    private final AtomicLong received = new AtomicLong();

    /** The total demand; accessed only by the draining thread. */
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

    void branchSubscribed(Context subscriber) {
        if (missing.decrementAndGet() == 0) {
            waiting.dispose();
        }
        start(subscriber);
        pump();
    }

    /** Subscribe even without remaining branches, in order to cancel the video. */
    void branchGone(TeeBranch branch) {
        if (branch.isEssential()) {
            doom("another branch of the video was cancelled or failed", GRACE);
            start(branch.currentContext());
        }
        if (branches.stream().noneMatch(TeeBranch::isWanted)) {
            failing.dispose();
            waiting.dispose();
        }
        pump();
    }

    private void doom(String reason, Duration grace) {
        if (doom.compareAndSet(null, new CancellationException(reason))) {
            try {
                failing.update(schedule(this::failAll, grace));
            } catch (RejectedExecutionException clockIsGone) {
                failAll();
            }
        }
    }

    private static Disposable schedule(Runnable task, Duration delay) {
        return Schedulers.parallel().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void failAll() {
        CancellationException failure = doom.get();
        if (failure != null) {
            forEachBranch(branch -> branch.fail(failure));
        }
    }

    private void start(Context subscriber) {
        if (started.compareAndSet(false, true)) {
            context = subscriber;
            branches.stream()
                    .filter(branch -> !branch.isTaken())
                    .forEach(branch -> waiting.add(schedule(() -> giveUp(branch), branch.patience())));
            video.subscribe(this);
        }
    }

    /** Continue without a branch that was not subscribed to, or end if it is essential. */
    private void giveUp(TeeBranch branch) {
        if (!ended && branch.giveUp()) {
            missing.decrementAndGet();
            if (branch.isEssential()) {
                doom("a branch of the video was not subscribed to within " + branch.patience(), Duration.ZERO);
            }
            pump();
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
            pump();
        }
    }

    @Override
    public void onNext(DataBuffer buffer) {
        try {
            if (doom.get() == null) {
                forEachBranch(branch -> branch.emit(buffer));
            }
        } finally {
            DataBufferUtils.release(buffer);
            received.incrementAndGet();
        }
        if (queueing) {
            pump();
        }
    }

    @Override
    public void onError(Throwable error) {
        if (missing.get() > 0) {
            error.addSuppressed(new IllegalStateException(
                    missing + " of the " + branches.size() + " branches of the video were not subscribed to"));
        }
        end(error);
    }

    /**
     * After the loss of an essential branch the video may be incomplete, so its other branches fail after a short
     * delay.
     */
    @Override
    public void onComplete() {
        if (doom.get() == null) {
            end(null);
        } else {
            ended = true;
        }
    }

    private void end(@Nullable Throwable error) {
        ended = true;
        waiting.dispose();
        forEachBranch(branch -> branch.end(error));
    }

    /** A branch whose subscriber throws must not affect the others. */
    private void forEachBranch(Consumer<TeeBranch> signal) {
        Throwable thrown = null;
        for (TeeBranch branch : branches) {
            try {
                signal.accept(branch);
            } catch (Throwable broken) {
                thrown = broken;
            }
        }
        if (thrown != null) {
            throw Exceptions.propagate(thrown);
        }
    }

    /** Request what the branches allow, or cancel without remaining branches. */
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
        if (ended) {
            return;
        }
        List<TeeBranch> active = branches.stream().filter(TeeBranch::isActive).toList();
        if (doom.get() != null || active.isEmpty()) {
            source.cancel();
            return;
        }
        long wanted = missing.get() > 0 ? 0 : wanted(active);
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
