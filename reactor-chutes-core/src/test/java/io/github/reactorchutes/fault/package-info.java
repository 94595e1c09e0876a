/** What servers and networks do wrong, over real sockets, on every endpoint. */
@NullMarked
package io.github.reactorchutes.fault;

import org.jspecify.annotations.NullMarked;
