/**
 * What the platform says about the account of the token: balance, quotas, subscription, discounts. Read-only and free. Start
 * with {@link io.github.reactorchutes.ChutesClient#account()}.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.account.Account}: the queries
 *   <li>{@link io.github.reactorchutes.account.AccountState}: what matters for the next call, in one answer
 *   <li>{@link io.github.reactorchutes.account.AccountProfile}: the user and the balance
 *   <li>{@link io.github.reactorchutes.account.ChuteQuota}: the free calls of a day for a chute
 *   <li>{@link io.github.reactorchutes.account.SubscriptionUsage}: a subscription and its caps
 *   <li>{@link io.github.reactorchutes.account.UsageCap}: one cap, and when it resets
 *   <li>{@link io.github.reactorchutes.account.PriceOverride}: prices that were agreed for a chute
 *   <li>{@link io.github.reactorchutes.account.PlatformAccount}: the account of a client; not part of the API
 * </ul>
 *
 * <p>The platform does not version this interface. A field that is missing or of another type is absent, and unknown ones
 * are ignored.
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.account;

import org.jspecify.annotations.NullMarked;
