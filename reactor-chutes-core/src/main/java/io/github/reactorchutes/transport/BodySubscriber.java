package io.github.reactorchutes.transport;

import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesBodyException.Reason;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.error.MaskedCause;
import io.github.reactorchutes.exchange.BodySide;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.netty.HttpChannel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.netty.Connection;
import reactor.util.context.Context;

/**
 * Passes on the bytes of a body without copying or queueing them, and reads the socket only while there is demand: data
 * that a paused consumer has not requested stays in the kernel. All signals from upstream and the timer arrive on the
 * connection's event loop; only {@link #request} and {@link #cancel} may come from other threads. A buffer that is not
 * passed on is not retained either, so the upstream releases it.
 */
final class BodySubscriber implements CoreSubscriber<Object>, Subscription, LiveCall.Interruptible {

    private static final AtomicLongFieldUpdater<BodySubscriber> DEMAND =
            AtomicLongFieldUpdater.newUpdater(BodySubscriber.class, "demand");

    private static final int MAX_DETAIL = 300;

    /** How many prompt requests show that a consumer keeps up. */
    private static final int KEEPS_UP = 4;

    private final CoreSubscriber<? super DataBuffer> actual;

    private final LiveCall live;

    private final Connection connection;

    private final BodyRules rules;

    private final NettyDataBufferFactory bufferFactory;

    private final BodyVerifier verifier;

    private final BodyClock clock;

    private volatile long demand;

    /** Whether the consumer is handling a buffer; event loop only. */
    private boolean emitting;

    /** How many requests in a row were for one buffer, while the consumer handled the one before; event loop only. */
    private int prompt;

    private @Nullable Subscription upstream;

    BodySubscriber(CoreSubscriber<? super DataBuffer> actual, LiveCall live, Connection connection, BodyRules rules) {
        this.actual = actual;
        this.live = live;
        this.connection = connection;
        this.rules = rules;
        this.bufferFactory = new NettyDataBufferFactory(connection.channel().alloc());
        this.verifier = new BodyVerifier(rules);
        this.clock = new BodyClock(rules);
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        upstream = subscription;
        live.arm(Duration.ofNanos(clock.nanosLeft(false)), this::checkClock);
        try {
            actual.onSubscribe(this);
        } catch (Throwable broken) {
            cancel();
            throw broken;
        }
        live.attach(this);
    }

    @Override
    public void onNext(Object message) {
        if (live.hasEnded()) {
            return;
        }
        ByteBuf content = message instanceof ByteBufHolder holder ? holder.content() : (ByteBuf) message;
        String fault = verifier.inspect(content);
        if (fault != null) {
            failBy(fault, content);
            return;
        }
        live.received(content.readableBytes());
        Operators.produced(DEMAND, this, 1);
        passOn(content);
        clock.received();
        if (demand == 0) {
            readOnDemand();
        }
    }

    /** Text behind the head of a video is often an error of the server: show it, as that of an error's head is shown. */
    private void failBy(String fault, ByteBuf content) {
        if (!verifier.isText() || live.bytesReceived() > 0) {
            fail(Reason.NOT_A_VIDEO, fault, null);
            return;
        }
        ChutesResponseException answer = rules.head().asError(live, content);
        String detail = answer.detail();
        fail(Reason.NOT_A_VIDEO, detail == null ? fault : fault + ": " + cut(detail), answer);
    }

    private static String cut(String detail) {
        return detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL) + "...";
    }

    /** A consumer that throws owns this buffer, and receives no other. */
    private void passOn(ByteBuf content) {
        emitting = true;
        try {
            actual.onNext(bufferFactory.wrap(content.retain()));
            emitting = false;
        } catch (Throwable broken) {
            cancel();
            throw broken;
        }
    }

    @Override
    public void onError(Throwable error) {
        if (live.loopShutsDown()) {
            interrupt(Interruption.LOOP_SHUT_DOWN);
        } else {
            Throwable shown = MaskedCause.of(error, live.secrets());
            fail(Reason.TRUNCATED, "the connection failed during the body: " + Failures.describe(shown), shown);
        }
    }

    @Override
    public void onComplete() {
        String fault = verifier.finish(live.bytesReceived());
        if (fault != null) {
            fail(verifier.reason(), fault, null);
            return;
        }
        live.judged(verifier.verdict(), rules.media());
        if (live.endFrom(LiveCall.State.BODY, CallOutcome.COMPLETED, null)) {
            actual.onComplete();
        }
    }

    /**
     * The clock restarts before the demand is visible, so the pause of the consumer is not attributed to the server.
     */
    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            if (demand == 0) {
                clock.progress();
            }
            Operators.addCap(DEMAND, this, n);
            live.runOnLoop(() -> ask(n));
        }
    }

    private void ask(long n) {
        if (live.hasEnded()) {
            return;
        }
        prompt = emitting && demand == 1 ? prompt + 1 : 0;
        HttpChannel.sizeReads(connection.channel(), prompt < KEEPS_UP ? demand : Long.MAX_VALUE);
        upstream().request(n);
        readOnDemand();
    }

    /**
     * Reactor Netty sets auto-read until its queue holds data without demand; this overrides it. Once a response is
     * completely received, its connection returns a channel that ignores the option.
     */
    private void readOnDemand() {
        if (!live.hasEnded()) {
            connection.channel().config().setAutoRead(demand > 0);
        }
    }

    @Override
    public void cancel() {
        if (live.endFrom(LiveCall.State.BODY, CallOutcome.CANCELLED, null)) {
            cancelUpstream();
        }
    }

    @Override
    public void interrupt(Interruption why) {
        live.runOnLoop(() -> fail(Reason.CLIENT_CLOSED, why.description() + " during the body", null));
    }

    private void checkClock() {
        boolean demanded = demand > 0;
        if (clock.isNewStall(demanded)) {
            live.stalled(demanded ? BodySide.SERVER : BodySide.CONSUMER);
        }
        long nanosLeft = clock.nanosLeft(demanded);
        if (nanosLeft > 0) {
            live.arm(Duration.ofNanos(nanosLeft), this::checkClock);
        } else if (clock.isPastDeadline()) {
            fail(Reason.DEADLINE, "the deadline of the call passed during the body", null);
        } else if (demanded) {
            fail(Reason.STALLED, silence(), null);
        } else {
            fail(Reason.CONSUMER_IDLE, "the consumer requested nothing for " + rules.consumerIdleTimeout(), null);
        }
    }

    private String silence() {
        return clock.hasBegun()
                ? "the server sent nothing for " + rules.idleTimeout()
                : "the server sent the head, but no byte of the body for " + rules.firstByteTimeout();
    }

    private void fail(Reason reason, String message, @Nullable Throwable cause) {
        ChutesBodyException failure = rules.failure(reason, live.bytesReceived(), message, cause);
        if (live.endFrom(LiveCall.State.BODY, CallOutcome.FAILED, failure)) {
            cancelUpstream();
            actual.onError(failure);
        }
    }

    private void cancelUpstream() {
        try {
            upstream().cancel();
        } catch (RejectedExecutionException loopIsGone) {
            live.dispose();
        }
    }

    private Subscription upstream() {
        return Objects.requireNonNull(upstream, "not subscribed");
    }
}
