/** Operations of asynchronous chutes, and their artifacts. */
@NullMarked
package io.github.reactorchutes.operation;

import org.jspecify.annotations.NullMarked;
