/** The clients that are compared, one class each. */
@NullMarked
package io.github.reactorchutes.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
