/**
 * Filters that limit and retry calls without the risk of paying twice.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.resilience.Resilience}: all of them in their correct order
 *   <li>{@link io.github.reactorchutes.resilience.DeadlineFilter}: limits the time of a whole call
 *   <li>{@link io.github.reactorchutes.resilience.ConcurrencyLimitFilter}: limits concurrent calls until their bodies
 *       have ended
 *   <li>{@link io.github.reactorchutes.resilience.RetryFilter}: retries calls that the platform certainly did not start
 *   <li>{@link io.github.reactorchutes.resilience.ColdStartWatch}: waits until a cold chute is hot, for the retry filter
 *   <li>{@link io.github.reactorchutes.resilience.Backoff}: the number of retries and their waits
 *   <li>{@link io.github.reactorchutes.resilience.RetryBudget}: limits the retries of all calls together
 *   <li>{@link io.github.reactorchutes.resilience.RateLimitFilter}: limits the rate of attempts
 *   <li>{@link io.github.reactorchutes.resilience.AccountLimits}: the limits of an account in several processes
 *   <li>{@link io.github.reactorchutes.resilience.LeaseEnd}: what an attempt showed about those limits
 *   <li>{@link io.github.reactorchutes.resilience.CircuitBreakerFilter}: stops calling endpoints that keep failing
 *   <li>{@link io.github.reactorchutes.resilience.FirstByteTimeoutFilter}: times out generations that take too long for
 *       their size
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.resilience;

import org.jspecify.annotations.NullMarked;
