/** Throughput and cost of the client compared with bare peers. */
@NullMarked
package io.github.reactorchutes.benchmarks;

import org.jspecify.annotations.NullMarked;
