@NullMarked
package io.github.reactorchutes.benchmarks;

import org.jspecify.annotations.NullMarked;
