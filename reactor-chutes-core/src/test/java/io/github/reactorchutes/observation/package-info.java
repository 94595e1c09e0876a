/** Observations, meters, traces and logs of calls. */
@NullMarked
package io.github.reactorchutes.observation;

import org.jspecify.annotations.NullMarked;
