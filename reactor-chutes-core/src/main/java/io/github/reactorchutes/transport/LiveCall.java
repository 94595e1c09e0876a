package io.github.reactorchutes.transport;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.exchange.BodySide;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallListener;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.LogScope;
import io.github.reactorchutes.exchange.VideoCall;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
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
final class LiveCall {

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

    private final VideoCall call;

    private final ContextView caller;

    private final Consumer<LiveCall> onEnd;

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    private final EndListeners listeners = new EndListeners();

    private final long startedNanos = System.nanoTime();

    private volatile CallPhase phase = CallPhase.PREPARE;

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

    LiveCall(VideoCall call, ContextView caller, Consumer<LiveCall> onEnd) {
        this.call = call;
        this.caller = caller;
        this.onEnd = onEnd;
    }

    VideoCall call() {
        return call;
    }

    CallPhase phase() {
        return phase;
    }

    void address(URI url) {
        tell(listener -> listener.addressed(call, url));
    }

    void enter(CallPhase next) {
        phase = next;
        tell(listener -> listener.phaseEntered(call, next));
    }

    /** Enter a phase of the making of the call's connection, which may begin more than once; on its event loop. */
    void connecting(CallPhase next) {
        if (!hasEnded() && phase.compareTo(next) < 0) {
            enter(next);
        }
    }

    void stalled(BodySide idle) {
        tell(listener -> listener.stalled(call, idle));
    }

    private void tell(Consumer<CallListener> what) {
        try {
            what.accept(call.listener());
        } catch (RuntimeException broken) {
            logger.warn("A listener of a call's phases failed; the call is not affected", broken);
        }
    }

    /** Say whether bytes of the request may have left this machine. */
    boolean mayHaveBeenSent() {
        return phase.compareTo(CallPhase.SEND) >= 0;
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
    void acquiring(Subscription current) {
        acquisition = current;
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
        listeners.tell(end);
        onEnd.accept(this);
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
        LogScope.run(caller, () -> logger.warn("The generated video of {} was thrown away: {}", call, reason));
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

    /** Fail the call in whatever state it is. */
    void interrupt(Interruption why) {
        interruption = why;
        Interruptible current = layer;
        if (current != null) {
            current.interrupt(why);
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
