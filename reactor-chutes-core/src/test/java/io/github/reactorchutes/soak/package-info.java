/** Runs that last, whose memory, files and threads must not grow. */
@NullMarked
package io.github.reactorchutes.soak;

import org.jspecify.annotations.NullMarked;
