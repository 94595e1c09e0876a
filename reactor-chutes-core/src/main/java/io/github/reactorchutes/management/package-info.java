/**
 * Requests to the platform's management API, which describes chutes, accounts and operations. Not part of the API.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.management.ManagementApi}: sends queries
 *   <li>{@link io.github.reactorchutes.management.Query}: one request
 *   <li>{@link io.github.reactorchutes.management.Answer}: one successful response
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.management;

import org.jspecify.annotations.NullMarked;
