package io.github.reactorchutes.body;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A body over no network: it comes as demanded, on a thread of its own, whole or cut at any point. */
final class BodySource extends Flux<DataBuffer> implements Subscription {

    /** What a cancel means to what is on its way. */
    enum AfterCancel {
        /** Nothing comes any more, as from a connection. */
        SILENT,
        /** What was demanded still comes, and the end, as Reactive Streams allows. */
        ON_ITS_WAY,
        /** The rest is dropped, and the end comes all the same: only who cancelled can know. */
        DROPPED
    }

    static final class Cut extends RuntimeException {

        Cut() {
            super("cut");
        }
    }

    /** Chance made MP3s, which are saved under the name of one. */
    private static final byte NO_SIGNATURE = (byte) 0x80;

    private static final int MOST_PIECES = 40;

    private static final int LARGEST_PIECE = 3_000;

    private final Ledger ledger;

    private final byte[] video;

    /** Where the pieces begin, and the end of the last one. */
    private final int[] borders;

    private final int cutAt;

    private final AfterCancel afterCancel;

    private final int pauseNanos;

    private final boolean cutUndemanded;

    private final Scheduler.Worker thread = Schedulers.parallel().createWorker();

    private final AtomicLong demand = new AtomicLong();

    private final AtomicBoolean cancelled = new AtomicBoolean();

    private @Nullable CoreSubscriber<? super DataBuffer> subscriber;

    /** These two are touched on the thread alone. */
    private int next;

    private boolean ended;

    BodySource(Ledger ledger, Random dice) {
        this.ledger = ledger;
        int pieces = dice.nextInt(MOST_PIECES);
        this.borders = new int[pieces + 1];
        for (int i = 0; i < pieces; i++) {
            borders[i + 1] = borders[i] + 1 + dice.nextInt(LARGEST_PIECE);
        }
        this.video = new byte[borders[pieces]];
        dice.nextBytes(video);
        if (pieces > 0) {
            video[0] = NO_SIGNATURE;
        }
        this.cutAt = dice.nextInt(3) == 0 ? dice.nextInt(pieces + 1) : -1;
        this.cutUndemanded = dice.nextBoolean();
        this.afterCancel = AfterCancel.values()[dice.nextInt(AfterCancel.values().length)];
        this.pauseNanos = dice.nextBoolean() ? 0 : dice.nextInt(20_000);
    }

    byte[] video() {
        return video;
    }

    @Override
    public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
        subscriber = actual;
        actual.onSubscribe(this);
        schedule();
    }

    @Override
    public void request(long n) {
        demand.accumulateAndGet(n, Operators::addCap);
        schedule();
    }

    @Override
    public void cancel() {
        if (cancelled.compareAndSet(false, true) && afterCancel == AfterCancel.DROPPED) {
            schedule();
        }
    }

    private void schedule() {
        thread.schedule(this::come);
    }

    private void come() {
        while (!ended && !(cancelled.get() && afterCancel == AfterCancel.SILENT)) {
            if (cancelled.get() && afterCancel == AfterCancel.DROPPED) {
                next = borders.length - 1;
            }
            if (next == cutAt && (cutUndemanded || demand.get() > 0)) {
                end();
                actual().onError(new Cut());
            } else if (next == borders.length - 1) {
                end();
                actual().onComplete();
            } else if (demand.get() > 0) {
                demand.accumulateAndGet(1, (have, one) -> have == Long.MAX_VALUE ? have : have - one);
                int from = borders[next];
                next++;
                actual().onNext(ledger.buffer(video, from, borders[next] - from));
                Rounds.spin(pauseNanos);
            } else if (cutAt > next && cutUndemanded) {
                next = cutAt;
            } else {
                return;
            }
        }
    }

    private void end() {
        ended = true;
    }

    private CoreSubscriber<? super DataBuffer> actual() {
        if (subscriber == null) {
            throw new IllegalStateException("not subscribed");
        }
        return subscriber;
    }

    @Override
    public String toString() {
        return "a video of " + Arrays.toString(borders) + (cutAt < 0 ? "" : ", cut at piece " + cutAt)
                + ", after a cancel " + afterCancel;
    }
}
