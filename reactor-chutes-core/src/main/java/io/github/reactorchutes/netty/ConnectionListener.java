package io.github.reactorchutes.netty;

import io.github.reactorchutes.error.CallPhase;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import org.reactivestreams.Subscription;

/**
 * Receives what happens to the connection of one call. The client finds it under its type in the Reactor Context of the
 * call's subscription.
 *
 * @since 0.1.0
 */
public interface ConnectionListener {

    /**
     * Receive the place in the queue of the pool, which the call takes with this.
     *
     * @param acquisition leaves the queue when it is cancelled; a connection that was given already is not affected
     */
    void acquiring(Subscription acquisition);

    /**
     * Receive the proxy that a new connection of the call goes through.
     *
     * @param proxy its address
     */
    void through(SocketAddress proxy);

    /**
     * Enter a phase of connecting.
     *
     * @param phase the phase that begins
     */
    void enter(CallPhase phase);

    /**
     * Receive the write that completes the request, before it is made; on the event loop.
     *
     * @param write the outcome of the write
     * @return whether the write is still wanted; if not, the request stays incomplete and the connection is closed
     */
    boolean completing(Future<?> write);
}
