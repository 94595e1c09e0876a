package io.github.reactorchutes.transport;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.exchange.BodySide;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallListener;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.guard.CallerCode;
import io.github.reactorchutes.log.LogScope;
import io.github.reactorchutes.mp4.VideoVerdict;
import io.github.reactorchutes.netty.ConnectionListener;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Operators;
import reactor.netty.Connection;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The state of one call across its two layers. The thread that wins a transition performs its actions; the thread that
 * loses it does nothing. So no head is lost between a cancel and its delivery, no body is subscribed to after its
 * connection was closed, and no end is signalled twice.
 */
final class LiveCall implements ConnectionListener {

    /**
     * <pre>
     * WAITING --head arrived--> HEAD --body subscribed--> BODY
     *    |                        |                         |
     *    | error, cancel, close   | cancel, release,        | complete, error, cancel,
     *    v                        v abandoned, close        v close
     *  ENDED                    ENDED                     ENDED
     * </pre>
     */
    enum State {
        WAITING,
        HEAD,
        BODY,
        ENDED
    }

    /** A layer of the call that the client can fail. */
    interface Interruptible {
        void interrupt(Interruption why);
    }

    private static final Logger logger = LoggerFactory.getLogger(LiveCall.class);

    private static final String LISTENER = "A listener of a call's phases";

    private final ChutesCall call;

    private final Context caller;

    private final Consumer<LiveCall> onEnd;

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    private final EndListeners listeners = new EndListeners();

    private final long startedNanos = System.nanoTime();

    /** Whether it is decided that the request is sent, or that it never will be. */
    private final AtomicBoolean settled = new AtomicBoolean();

    private volatile CallPhase phase = CallPhase.PREPARE;

    private volatile @Nullable SocketAddress proxy;

    private volatile String token = "";

    /** The write of the last bytes of the request. */
    private volatile @Nullable Future<?> lastWrite;

    private volatile @Nullable Connection connection;

    /** Stored, because the connection of a completely received response no longer returns it. */
    private volatile @Nullable EventLoop loop;

    /** Cancelling it leaves the queue of the pool. */
    private volatile @Nullable Subscription acquisition;

    private volatile Duration timeToFirstByte = Duration.ZERO;

    private final AtomicLong bytesReceived = new AtomicLong();

    private volatile @Nullable String releaseReason;

    private volatile boolean bodyTaken;

    private volatile @Nullable Interruption interruption;

    private volatile @Nullable Interruptible layer;

    private volatile @Nullable VideoVerdict verdict;

    private final CallTimer timer = new CallTimer();

    LiveCall(ChutesCall call, Context caller, Consumer<LiveCall> onEnd) {
        this.call = call;
        this.caller = caller;
        this.onEnd = onEnd;
    }

    ChutesCall call() {
        return call;
    }

    ContextView caller() {
        return caller;
    }

    CallPhase phase() {
        return phase;
    }

    /** An error after a timeout or a cancel is expected; any other dropped error is a defect. */
    @Override
    public void accept(Throwable dropped) {
        if (hasEnded()) {
            logger.debug("Dropped an error after the end of {}: {}", call, dropped.getClass());
        } else {
            Operators.onErrorDropped(dropped, caller);
        }
    }

    void address(URI url) {
        report(listener -> listener.addressed(call, url));
    }

    /** Enter a phase, unless the call has ended or is already in a later one. */
    @Override
    public void enter(CallPhase next) {
        if (!hasEnded() && phase.compareTo(next) < 0) {
            phase = next;
            reportPhase(next);
        }
    }

    /** The most frequent report, so it allocates nothing. */
    private void reportPhase(CallPhase next) {
        try {
            call.listener().phaseEntered(call, next);
        } catch (Throwable failure) {
            CallerCode.report(LISTENER, failure);
        }
    }

    void stalled(BodySide idle) {
        report(listener -> listener.stalled(call, idle));
    }

    private void report(Consumer<CallListener> what) {
        CallerCode.run(LISTENER, () -> what.accept(call.listener()));
    }

    /**
     * Decide that the request is sent, or that it is not. Returns true only for the first decision, so that one attempt
     * sends one request, and none after a failure reported that nothing was sent.
     */
    boolean settle() {
        return settled.compareAndSet(false, true);
    }

    /** Record the token, so that no error contains it. */
    void sends(String sent) {
        token = sent;
    }

    /** Return the texts of the request that errors must not contain. */
    List<String> secrets() {
        return RequestTexts.of(call.request(), token);
    }

    @Override
    public void through(SocketAddress address) {
        proxy = address;
    }

    @Nullable
    SocketAddress proxy() {
        return proxy;
    }

    @Override
    public boolean completing(Future<?> write) {
        lastWrite = write;
        enter(CallPhase.FIRST_BYTE);
        return !hasEnded();
    }

    /**
     * Return whether the platform may have the whole request. An incomplete request is not JSON, and starts no work.
     *
     * @param connectionLost whether unwritten data will never be written
     */
    boolean mayHaveBeenSent(boolean connectionLost) {
        Future<?> last = lastWrite;
        if (last == null) {
            return phase.compareTo(CallPhase.FIRST_BYTE) >= 0;
        }
        return last.isDone() ? last.isSuccess() : !connectionLost;
    }

    boolean hasEnded() {
        return state.get() == State.ENDED;
    }

    Duration timeToFirstByte() {
        return timeToFirstByte;
    }

    long bytesReceived() {
        return bytesReceived.get();
    }

    /** Count delivered bytes; only the body's subscriber calls this, on the event loop. */
    void received(int bytes) {
        bytesReceived.lazySet(bytesReceived.get() + bytes);
    }

    /** Return whether the body has had a subscriber. */
    boolean isBodyTaken() {
        return bodyTaken;
    }

    /** Return why the body can no longer be subscribed to. */
    String releaseReason() {
        String reason = releaseReason;
        return reason == null ? "the call has ended" : reason;
    }

    /** Store the place in the queue of the pool, or leave it at once if the call has ended. */
    @Override
    public void acquiring(Subscription current) {
        acquisition = current;
        enter(CallPhase.POOL_ACQUIRE);
        if (hasEnded()) {
            current.cancel();
        }
    }

    /** Leave the queue of the pool. Has no effect on an acquired connection. */
    void stopAcquiring() {
        Subscription current = acquisition;
        if (current != null) {
            current.cancel();
        }
    }

    /** Attach the connection of the call; event loop only. */
    void connected(Connection acquired) {
        loop = acquired.channel().eventLoop();
        connection = acquired;
    }

    boolean isSecure() {
        Connection current = connection;
        return current != null && current.channel().pipeline().get(SslHandler.class) != null;
    }

    /** Return the channel of the call. */
    Channel channel() {
        return Objects.requireNonNull(connection, "not connected").channel();
    }

    /** Arm the timer of the call, replacing the previous task, unless the call has ended; event loop only. */
    void arm(Duration delay, Runnable task) {
        EventLoop current = loop;
        if (current != null) {
            timer.set(current, delay, task);
        }
        if (hasEnded()) {
            timer.stop();
        }
    }

    /** Disarm the timer until it is armed again; event loop only. */
    void disarm() {
        timer.clear();
    }

    boolean headArrived() {
        timeToFirstByte = Duration.ofNanos(System.nanoTime() - startedNanos);
        if (!state.compareAndSet(State.WAITING, State.HEAD)) {
            return false;
        }
        enter(CallPhase.BODY);
        return true;
    }

    boolean bodySubscribed() {
        if (!state.compareAndSet(State.HEAD, State.BODY)) {
            return false;
        }
        bodyTaken = true;
        return true;
    }

    /** End the call if it is in this state. Only one caller ever wins. */
    boolean endFrom(State from, CallOutcome outcome, @Nullable Throwable error) {
        if (!state.compareAndSet(from, State.ENDED)) {
            return false;
        }
        signalEnd(
                from == State.WAITING
                        ? CallEnd.beforeHead(outcome, error)
                        : CallEnd.afterHead(outcome, error, bytesReceived.get(), timeToFirstByte));
        return true;
    }

    /** The head may be retained for long, and must not retain the subscriber of its body. */
    private void signalEnd(CallEnd end) {
        layer = null;
        stopTimer();
        try {
            listeners.signal(end);
        } finally {
            onEnd.accept(this);
        }
    }

    /** Release a head whose body has no subscriber. */
    boolean release(CallOutcome outcome, @Nullable Throwable error, String reason) {
        if (!state.compareAndSet(State.HEAD, State.ENDED)) {
            return false;
        }
        releaseReason = reason;
        if (outcome == CallOutcome.ABANDONED) {
            warnOfWaste(reason);
        }
        signalEnd(CallEnd.afterHead(outcome, error, 0, timeToFirstByte));
        dispose();
        return true;
    }

    /** Called before the end is signalled, so the line is logged within the scope of observers. */
    private void warnOfWaste(String reason) {
        CallerCode.run(
                "The logger of a wasted video",
                () -> LogScope.run(
                        caller, () -> logger.warn("The video generated by {} was wasted: {}", call, reason)));
    }

    /** Keep what the bytes of a complete body showed, and log anything unusual, before the end is signalled. */
    void judged(@Nullable VideoVerdict found, ExpectedMedia media) {
        verdict = found;
        if (found != null && media.isUnusual(found) && !hasEnded()) {
            CallerCode.run(
                    "The logger of a video's verdict",
                    () -> LogScope.run(caller, () -> logger.warn("The video of {} is {}", call, found)));
        }
    }

    @Nullable
    VideoVerdict verdict() {
        return verdict;
    }

    /** Set the layer to interrupt, and interrupt it immediately if the interruption came before. */
    void attach(Interruptible current) {
        layer = current;
        Interruption earlier = interruption;
        if (earlier != null) {
            current.interrupt(earlier);
        }
        if (hasEnded()) {
            layer = null;
        }
    }

    /** Clear the layer: a delivered head belongs to its receiver, and its body attaches itself. */
    void detach() {
        layer = null;
    }

    boolean isInterrupted() {
        return interruption != null;
    }

    /** Fail the call in any state. */
    void interrupt(Interruption why) {
        interruption = why;
        Interruptible current = layer;
        if (current != null) {
            current.interrupt(why);
        } else {
            release(CallOutcome.FAILED, Failures.interrupted(this, why), why.description());
        }
    }

    void addListener(Consumer<? super CallEnd> listener) {
        listeners.add(listener);
    }

    /**
     * Close the connection and release its queue. This must run on the event loop: once the response is read, the
     * connection may serve another call.
     */
    void dispose() {
        Connection current = connection;
        if (current != null) {
            runOnLoop(current::dispose);
        }
    }

    /** Return whether the call runs on an event loop. */
    boolean runsOn(EventLoop some) {
        return loop == some;
    }

    /** Return whether the event loop of the connection is shutting down. */
    boolean loopShutsDown() {
        EventLoop current = loop;
        return current != null && current.isShuttingDown();
    }

    private void stopTimer() {
        runOnLoop(timer::stop);
    }

    /** Run a task on the event loop of the connection, or on this thread while there is no connection. */
    void runOnLoop(Runnable task) {
        EventLoop current = loop;
        if (current == null) {
            task.run();
        } else {
            Loops.run(current, task);
        }
    }
}
