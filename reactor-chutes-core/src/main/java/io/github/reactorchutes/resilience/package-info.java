/**
 * Filters that make calls survive faults without paying twice.
 */
@NullMarked
package io.github.reactorchutes.resilience;

import org.jspecify.annotations.NullMarked;
