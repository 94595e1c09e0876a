/**
 * Metrics and traces of calls by Micrometer. The one package that needs {@code micrometer-observation}, and
 * {@code micrometer-core} for its meters; both are optional dependencies.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.observation.ChutesObservations}: a filter that observes calls with an {@code ObservationRegistry}; begin here
 *   <li>{@link io.github.reactorchutes.observation.ChutesMetrics}: the same meters where there is a {@code MeterRegistry} alone
 *   <li>{@link io.github.reactorchutes.observation.ChutesMeterObservationHandler}: makes the meters that timers cannot tell, such as the first byte
 *   <li>{@link io.github.reactorchutes.observation.ChutesClientMetrics}: gauges of a client's connections
 *   <li>{@link io.github.reactorchutes.observation.ChutesResilienceMetrics}: gauges of permits, queues and budgets
 *   <li>{@link io.github.reactorchutes.observation.ChutesObservationDocumentation}: the observations, their keys and events
 *   <li>{@link io.github.reactorchutes.observation.ChutesMeterDocumentation}: the meters, and their keys
 *   <li>{@link io.github.reactorchutes.observation.ChutesCallObservationContext}: what is known of an observed call
 *   <li>{@link io.github.reactorchutes.observation.ChutesCallObservationConvention}: names the observation of a call; an extension point
 *   <li>{@link io.github.reactorchutes.observation.DefaultChutesCallObservationConvention}: its names unless another is chosen
 *   <li>{@link io.github.reactorchutes.observation.ChutesAttemptObservationContext}: what is known of an observed attempt
 *   <li>{@link io.github.reactorchutes.observation.ChutesAttemptObservationConvention}: names the observation of an attempt; an extension point
 *   <li>{@link io.github.reactorchutes.observation.DefaultChutesAttemptObservationConvention}: its names unless another is chosen
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.observation;

import org.jspecify.annotations.NullMarked;
