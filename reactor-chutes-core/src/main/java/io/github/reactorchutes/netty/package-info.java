/**
 * The HTTP client on Reactor Netty, with workarounds for Reactor Netty and Netty. Not part of the API: only the
 * transport and the image fetcher use it. Each workaround names its upstream issue or version, and can be deleted
 * independently.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.netty.PooledClient}: the connection pool and its HTTP client
 *   <li>{@link io.github.reactorchutes.netty.ConnectionSettings}: its settings
 *   <li>{@link io.github.reactorchutes.netty.ConnectionListener}: receives the events of a call's connection
 *   <li>{@link io.github.reactorchutes.netty.HttpChannel}: the operations of a call on its channel
 *   <li>{@link io.github.reactorchutes.netty.StrictClient}: the common configuration of all HTTP clients
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.netty;

import org.jspecify.annotations.NullMarked;
