/**
 * How far a call is: a {@link io.github.reactorchutes.progress.ProgressFilter} tells a listener of each step of its life,
 * of the bytes that arrive, and how long a generation is likely to take.
 */
@NullMarked
package io.github.reactorchutes.progress;

import org.jspecify.annotations.NullMarked;
