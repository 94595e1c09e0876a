/**
 * The exchange over Reactor Netty: one POST, its head, and the life cycle of its body. Not an API: only the client
 * builder names its one public type.
 */
@NullMarked
package io.github.reactorchutes.transport;

import org.jspecify.annotations.NullMarked;
