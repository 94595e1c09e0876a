/**
 * Metrics and traces of calls by Micrometer. The one package that needs {@code micrometer-observation}, and
 * {@code micrometer-core} for its meters; both are optional dependencies. Begin with
 * {@link io.github.reactorchutes.observation.ChutesObservations}, or with
 * {@link io.github.reactorchutes.observation.ChutesMetrics} where there is a {@code MeterRegistry} alone.
 */
@NullMarked
package io.github.reactorchutes.observation;

import org.jspecify.annotations.NullMarked;
