/** Many calls whose servers, users and cancels are drawn from a seed. */
@NullMarked
package io.github.reactorchutes.fuzz;

import org.jspecify.annotations.NullMarked;
