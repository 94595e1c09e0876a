/**
 * Metrics and traces of calls with Micrometer. Only this package requires the optional dependencies {@code
 * micrometer-observation} and, for meters, {@code micrometer-core}.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.observation.ChutesObservations}: observes calls with an {@code
 *       ObservationRegistry}; start here
 *   <li>{@link io.github.reactorchutes.observation.ChutesMetrics}: the same meters with only a {@code MeterRegistry}
 *   <li>{@link io.github.reactorchutes.observation.ChutesMeterObservationHandler}: records further meters, such as the
 *       time to first byte
 *   <li>{@link io.github.reactorchutes.observation.ChutesTimerObservationHandler}: records the timers of calls and
 *       attempts faster than Micrometer's handler
 *   <li>{@link io.github.reactorchutes.observation.ChutesClientMetrics}: gauges of a client's connections
 *   <li>{@link io.github.reactorchutes.observation.ChutesAccountMetrics}: gauges of balance, quota and caps
 *   <li>{@link io.github.reactorchutes.observation.ChutesResilienceMetrics}: gauges of permits, queues and budgets
 *   <li>{@link io.github.reactorchutes.observation.ChutesObservationDocumentation}: the observations with their keys
 *       and events
 *   <li>{@link io.github.reactorchutes.observation.ChutesMeterDocumentation}: the meters with their keys
 *   <li>{@link io.github.reactorchutes.observation.ChutesMeterDescriptions}: describes the meters that
 *       Micrometer itself records
 *   <li>{@link io.github.reactorchutes.observation.ChutesCallObservationContext}: the context of a call's observation
 *   <li>{@link io.github.reactorchutes.observation.ChutesCallObservationConvention}: the names and keys of a call's
 *       observation; an extension point
 *   <li>{@link io.github.reactorchutes.observation.DefaultChutesCallObservationConvention}: the default convention for
 *       calls
 *   <li>{@link io.github.reactorchutes.observation.ChutesAttemptObservationContext}: the context of an attempt's
 *       observation
 *   <li>{@link io.github.reactorchutes.observation.ChutesAttemptObservationConvention}: the names and keys of an
 *       attempt's observation; an extension point
 *   <li>{@link io.github.reactorchutes.observation.DefaultChutesAttemptObservationConvention}: the default convention
 *       for attempts
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.observation;

import org.jspecify.annotations.NullMarked;
