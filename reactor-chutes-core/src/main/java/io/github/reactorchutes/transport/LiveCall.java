package io.github.reactorchutes.transport;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.exchange.BodySide;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallListener;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.guard.CallerCode;
import io.github.reactorchutes.log.LogScope;
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
import reactor.netty.Connection;
import reactor.util.context.ContextView;

/**
 * The owner of one call's life cycle, across its two layers. Whoever wins a transition does what it entails; whoever
 * loses does nothing. That alone keeps a head from being lost between a cancel and its delivery, a body from being
 * subscribed to after its connection was closed, and an end from being told twice.
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

    /** A layer of the call that can be failed from outside. */
    interface Interruptible {
        void interrupt(Interruption why);
    }

    private static final Logger logger = LoggerFactory.getLogger(LiveCall.class);

    private final ChutesCall call;

    private final ContextView caller;

    private final Consumer<LiveCall> onEnd;

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    private final EndListeners listeners = new EndListeners();

    private final long startedNanos = System.nanoTime();

    /** Whether it is settled that the request is sent, or that it never will be. */
    private final AtomicBoolean settled = new AtomicBoolean();

    private volatile CallPhase phase = CallPhase.PREPARE;

    private volatile @Nullable SocketAddress proxy;

    private volatile String token = "";

    /** The write of the last bytes of the request. */
    private volatile @Nullable Future<?> lastWrite;

    private volatile @Nullable Connection connection;

    /** Remembered, because the connection of an answer that is wholly received no longer tells it. */
    private volatile @Nullable EventLoop loop;

    /** How to leave the queue of the pool. */
    private volatile @Nullable Subscription acquisition;

    private volatile Duration timeToFirstByte = Duration.ZERO;

    private final AtomicLong bytesReceived = new AtomicLong();

    private volatile @Nullable String releaseReason;

    private volatile boolean bodyTaken;

    private volatile @Nullable Interruption interruption;

    private volatile @Nullable Interruptible layer;

    private final CallTimer timer = new CallTimer();

    LiveCall(ChutesCall call, ContextView caller, Consumer<LiveCall> onEnd) {
        this.call = call;
        this.caller = caller;
        this.onEnd = onEnd;
    }

    ChutesCall call() {
        return call;
    }

    CallPhase phase() {
        return phase;
    }

    void address(URI url) {
        tell(listener -> listener.addressed(call, url));
    }

    /** Enter a phase, unless the call has ended or has come further already. */
    @Override
    public void enter(CallPhase next) {
        if (!hasEnded() && phase.compareTo(next) < 0) {
            phase = next;
            tell(listener -> listener.phaseEntered(call, next));
        }
    }

    void stalled(BodySide idle) {
        tell(listener -> listener.stalled(call, idle));
    }

    private void tell(Consumer<CallListener> what) {
        CallerCode.run("A listener of a call's phases", () -> what.accept(call.listener()));
    }

    /**
     * Decide that the request is sent, or that it is not; true for the first who decides. One attempt sends one request,
     * and none after its caller was told that there was none.
     */
    boolean settle() {
        return settled.compareAndSet(false, true);
    }

    /** Note the token that is sent, so that no error shows it. */
    void sends(String sent) {
        token = sent;
    }

    /** Return what was sent and must not be shown. */
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
     * Say whether the platform may have the whole request. Less than the whole is no JSON, and begins no work.
     *
     * @param connectionLost whether what is not written by now never will be
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

    /** Count bytes handed on; called by the body's subscriber alone, on the event loop. */
    void received(int bytes) {
        bytesReceived.lazySet(bytesReceived.get() + bytes);
    }

    /** Say whether somebody subscribed to the body. */
    boolean isBodyTaken() {
        return bodyTaken;
    }

    /** Say why the body can no longer be subscribed to. */
    String releaseReason() {
        String reason = releaseReason;
        return reason == null ? "the call has ended" : reason;
    }

    /** Remember how to leave the queue of the pool, or leave it at once. */
    @Override
    public void acquiring(Subscription current) {
        acquisition = current;
        enter(CallPhase.POOL_ACQUIRE);
        if (hasEnded()) {
            current.cancel();
        }
    }

    /** Leave the queue of the pool; nothing happens to a connection that was given already. */
    void stopAcquiring() {
        Subscription current = acquisition;
        if (current != null) {
            current.cancel();
        }
    }

    /** Attach the connection the call travels on; event loop only. */
    void connected(Connection acquired) {
        loop = acquired.channel().eventLoop();
        connection = acquired;
    }

    boolean isSecure() {
        Connection current = connection;
        return current != null && current.channel().pipeline().get(SslHandler.class) != null;
    }

    /** Return the channel the call travels on. */
    Channel channel() {
        return Objects.requireNonNull(connection, "not connected").channel();
    }

    /** Arm the one timer of the call, replacing the one before, unless the call has ended; event loop only. */
    void arm(Duration delay, Runnable task) {
        EventLoop current = loop;
        if (current != null) {
            timer.set(current, delay, task);
        }
        if (hasEnded()) {
            timer.stop();
        }
    }

    /** Have the timer do nothing until it is armed again; event loop only. */
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

    /** End the call from a state, if it is in that state; only one caller ever wins. */
    boolean endFrom(State from, CallOutcome outcome, @Nullable Throwable error) {
        if (!state.compareAndSet(from, State.ENDED)) {
            return false;
        }
        tellEnd(
                from == State.WAITING
                        ? CallEnd.beforeHead(outcome, error)
                        : CallEnd.afterHead(outcome, error, bytesReceived.get(), timeToFirstByte));
        return true;
    }

    /** A head may be kept for long; it must not keep the subscriber of its body. */
    private void tellEnd(CallEnd end) {
        layer = null;
        stopTimer();
        try {
            listeners.tell(end);
        } finally {
            onEnd.accept(this);
        }
    }

    /** Give up a head whose body nobody subscribed to. */
    boolean release(CallOutcome outcome, @Nullable Throwable error, String reason) {
        if (!state.compareAndSet(State.HEAD, State.ENDED)) {
            return false;
        }
        releaseReason = reason;
        if (outcome == CallOutcome.ABANDONED) {
            warnOfWaste(reason);
        }
        tellEnd(CallEnd.afterHead(outcome, error, 0, timeToFirstByte));
        dispose();
        return true;
    }

    /** Before the end is told, so that the line is written within what observes the call. */
    private void warnOfWaste(String reason) {
        CallerCode.run(
                "The logger of a wasted video",
                () -> LogScope.run(
                        caller, () -> logger.warn("The generated video of {} was thrown away: {}", call, reason)));
    }

    /** Name the layer that is to be interrupted from now on; it is at once if the interruption came before. */
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

    /** Forget the layer: a head that was delivered is its receiver's alone, and its body attaches itself. */
    void detach() {
        layer = null;
    }

    boolean isInterrupted() {
        return interruption != null;
    }

    /** Fail the call in whatever state it is. */
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
     * Close the connection, with all that is queued on it. Only on the event loop is it certain that the connection
     * still is this call's: once the answer is read it serves another one.
     */
    void dispose() {
        Connection current = connection;
        if (current != null) {
            runOnLoop(current::dispose);
        }
    }

    /** Say whether the call travels on an event loop. */
    boolean runsOn(EventLoop some) {
        return loop == some;
    }

    /** Say whether the connection closes because its event loop does. */
    boolean loopShutsDown() {
        EventLoop current = loop;
        return current != null && current.isShuttingDown();
    }

    private void stopTimer() {
        runOnLoop(timer::stop);
    }

    /** Run a task on the event loop of the connection; here, as long as there is no connection. */
    void runOnLoop(Runnable task) {
        EventLoop current = loop;
        if (current == null) {
            task.run();
        } else {
            Loops.run(current, task);
        }
    }
}
