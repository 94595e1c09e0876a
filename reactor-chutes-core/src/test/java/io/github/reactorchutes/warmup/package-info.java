@NullMarked
package io.github.reactorchutes.warmup;

import org.jspecify.annotations.NullMarked;
