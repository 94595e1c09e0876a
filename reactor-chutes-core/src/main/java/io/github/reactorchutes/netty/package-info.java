/**
 * An HTTP client on Reactor Netty, with what Reactor Netty and Netty lack. Not an API: transport and image fetcher alone
 * name these types. Each class that stands in for something upstream states what it waits for, and can be deleted by
 * itself.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.netty.PooledClient}: the pool and the HTTP client on it
 *   <li>{@link io.github.reactorchutes.netty.ConnectionSettings}: its settings
 *   <li>{@link io.github.reactorchutes.netty.ConnectionListener}: receives what happens to the connection of a call
 *   <li>{@link io.github.reactorchutes.netty.HttpChannel}: what a call asks of its channel
 *   <li>{@link io.github.reactorchutes.netty.StrictClient}: what all HTTP clients of this library have in common
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.netty;

import org.jspecify.annotations.NullMarked;
