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
 * Receives a video once and hands each buffer to every branch; asks for as much as the branches allow. It subscribes with
 * the first branch, so that it sees the end of the video whatever the other branches do, and requests nothing until none
 * is missing.
 *
 * <p>The law of truncation: once a buffer was kept from a branch, that branch never completes. A buffer is kept from all
 * branches after an essential one has gone, and from a single one after it has failed or was cancelled.
 */
final class TeeHub implements CoreSubscriber<DataBuffer> {

    /**
     * A join cancels its branches one by one, and a place that fails cancels its branch before it reports the reason: a
     * failure in between would be dropped, or hide the reason.
     */
    private static final Duration GRACE = Duration.ofMillis(100);

    private final Flux<DataBuffer> video;

    private final List<TeeBranch> branches;

    private final boolean queueing;

    private final AtomicInteger missing;

    private final AtomicInteger work = new AtomicInteger();

    private final AtomicBoolean started = new AtomicBoolean();

    /** Why no branch completes any more: an essential one has gone. Set before any buffer is kept from all. */
    private final AtomicReference<@Nullable CancellationException> doom = new AtomicReference<>();

    private final Disposable.Swap failing = Disposables.swap();

    private final Disposable.Composite waiting = Disposables.composite();

    private volatile @Nullable Subscription upstream;

    private volatile Context context = Context.empty();

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

    void branchSubscribed(Context subscriber) {
        if (missing.decrementAndGet() == 0) {
            waiting.dispose();
        }
        start(subscriber);
        pump();
    }

    /** A video that nobody is left for is subscribed to as well, in order to cancel it. */
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

    /** Go on without a branch that nobody has subscribed to, or end without it. */
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

    /** A video that an essential branch was lost of is not known to be whole: its other branches fail in a moment. */
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

    /** A branch whose subscriber throws must not keep the others from what is theirs. */
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

    /** Ask for what the branches allow, or cancel when there is nobody to ask for. */
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
