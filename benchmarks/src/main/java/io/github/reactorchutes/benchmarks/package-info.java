/** Throughput and cost of the client beside bare peers. */
@NullMarked
package io.github.reactorchutes.benchmarks;

import org.jspecify.annotations.NullMarked;
