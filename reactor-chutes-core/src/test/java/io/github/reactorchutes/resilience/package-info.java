/** What the filters do to calls, over real sockets where that matters. */
@NullMarked
package io.github.reactorchutes.resilience;

import org.jspecify.annotations.NullMarked;
