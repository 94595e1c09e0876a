@NullMarked
package io.github.reactorchutes.progress;

import org.jspecify.annotations.NullMarked;
