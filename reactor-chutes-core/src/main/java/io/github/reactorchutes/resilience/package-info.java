/**
 * Filters that make calls survive faults without paying twice.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.resilience.Resilience}: all of them, in the order in which they fit together
 *   <li>{@link io.github.reactorchutes.resilience.DeadlineFilter}: limits the time of a whole call
 *   <li>{@link io.github.reactorchutes.resilience.ConcurrencyLimitFilter}: limits the calls under way, until their bodies have ended
 *   <li>{@link io.github.reactorchutes.resilience.RetryFilter}: sends again what the platform certainly did not begin
 *   <li>{@link io.github.reactorchutes.resilience.Backoff}: how often, and after which waits
 *   <li>{@link io.github.reactorchutes.resilience.RetryBudget}: keeps the retries of all calls from adding up to a storm
 *   <li>{@link io.github.reactorchutes.resilience.RateLimitFilter}: paces attempts
 *   <li>{@link io.github.reactorchutes.resilience.CircuitBreakerFilter}: stops calling what keeps failing
 *   <li>{@link io.github.reactorchutes.resilience.FirstByteTimeoutFilter}: gives up a generation that takes longer than its size explains
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.resilience;

import org.jspecify.annotations.NullMarked;
