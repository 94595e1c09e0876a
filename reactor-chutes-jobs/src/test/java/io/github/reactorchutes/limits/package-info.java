/** Shared limits: the rules as a function, and the processes that use them, on each database. */
@NullMarked
package io.github.reactorchutes.limits;

import org.jspecify.annotations.NullMarked;
