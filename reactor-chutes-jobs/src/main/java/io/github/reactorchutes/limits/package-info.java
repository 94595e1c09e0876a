/**
 * The limits of an account on a database, for replicas that share the account.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.limits.JdbcAccountLimits}: on SQLite for the processes of one machine, on
 *       PostgreSQL for many machines
 *   <li>{@link io.github.reactorchutes.limits.WhenAway}: what holds while the database is away
 *   <li>{@link io.github.reactorchutes.limits.LimitsStatus}: for health checks and meters
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.limits;

import org.jspecify.annotations.NullMarked;
