@NullMarked
package io.github.reactorchutes.mp4;

import org.jspecify.annotations.NullMarked;
