package io.github.reactorchutes.netty;

import io.github.reactorchutes.error.CallPhase;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import org.reactivestreams.Subscription;

/**
 * Receives the events of one call's connection. The client finds it by its type in the Reactor Context of the call's
 * subscription.
 *
 * @since 0.1.0
 */
public interface ConnectionListener {

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
