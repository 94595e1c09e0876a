/** A kit for whatever wraps a body: no end may overtake a loss, and nothing may be left. */
@NullMarked
package io.github.reactorchutes.body;

import org.jspecify.annotations.NullMarked;
