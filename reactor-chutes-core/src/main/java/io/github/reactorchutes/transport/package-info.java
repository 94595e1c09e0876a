/**
 * The exchange over Reactor Netty: one POST, its head, and the life cycle of its body. Not an API: the client's builder
 * alone names these types.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.transport.HttpTransport}: sends calls
 *   <li>{@link io.github.reactorchutes.transport.TransportConfig}: its settings
 *   <li>{@link io.github.reactorchutes.transport.EndpointUrls}: where the endpoints are, and which hosts may be sent the token
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.transport;

import org.jspecify.annotations.NullMarked;
