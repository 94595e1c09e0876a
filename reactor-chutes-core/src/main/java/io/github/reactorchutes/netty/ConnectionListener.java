package io.github.reactorchutes.netty;

import io.github.reactorchutes.error.CallPhase;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.util.context.ContextView;

/**
 * Receives the events of one call's connection, and the errors that Reactor drops after the end of the call. It is under
 * Reactor's key for the latter in the Reactor Context of the call's subscription: with one entry more, Reactor copies and
 * compares all of them several times for each call.
 *
 * @since 0.1.0
 */
public interface ConnectionListener extends Consumer<Throwable> {

    /** Reactor's key for the hook that receives errors after the end of one subscription. */
    String KEY = "reactor.onErrorDropped.local";

    /**
     * Find the listener of a call.
     *
     * @param context the Reactor Context of the call's subscription
     * @return the listener, or {@code null} if there is none
     */
    static @Nullable ConnectionListener of(ContextView context) {
        Object found = context.getOrDefault(KEY, null);
        return found instanceof ConnectionListener listener ? listener : null;
    }

    /**
     * Receive an error after the end.
     *
     * @param dropped the error
     */
    @Override
    void accept(Throwable dropped);

    /**
     * Receive the call's place in the queue of the pool.
     *
     * @param acquisition leaves the queue when it is cancelled; cancelling does not affect a connection that was
     *     already acquired
     */
    void acquiring(Subscription acquisition);

    /**
     * Receive the proxy of a new connection.
     *
     * @param proxy the address of the proxy
     */
    void through(SocketAddress proxy);

    /**
     * Enter a phase of connecting.
     *
     * @param phase the phase that begins
     */
    void enter(CallPhase phase);

    /**
     * Receive the write of the last byte of the request, before it happens; on the event loop.
     *
     * @param write the outcome of the write
     * @return whether to write; if false, the request stays incomplete and the connection is closed
     */
    boolean completing(Future<?> write);
}
