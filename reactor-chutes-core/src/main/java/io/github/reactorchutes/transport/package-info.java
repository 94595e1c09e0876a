/**
 * The exchange over Reactor Netty: one POST, its head, and the life cycle of its body. Not part of the
 * API: only the client's builder uses it.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.transport.HttpTransport}: sends calls
 *   <li>{@link io.github.reactorchutes.transport.TransportConfig}: its settings
 *   <li>{@link io.github.reactorchutes.transport.EndpointUrls}: the URLs of the endpoints, and the trusted hosts
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.transport;

import org.jspecify.annotations.NullMarked;
