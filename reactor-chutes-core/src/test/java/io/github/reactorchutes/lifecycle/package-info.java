/** Every way a call can go from its subscription to its end, over real sockets. */
@NullMarked
package io.github.reactorchutes.lifecycle;

import org.jspecify.annotations.NullMarked;
