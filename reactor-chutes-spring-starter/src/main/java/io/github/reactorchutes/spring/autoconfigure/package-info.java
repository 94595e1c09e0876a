/**
 * Creates Chutes clients from settings and from beans of the application. Not for component scanning.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.spring.autoconfigure.ChutesAutoConfiguration}: the clients
 *   <li>{@link io.github.reactorchutes.spring.autoconfigure.ChutesLimitsAutoConfiguration}: limits shared by replicas
 *   <li>{@link io.github.reactorchutes.spring.autoconfigure.ChutesJobsAutoConfiguration}: durable jobs
 *   <li>{@link io.github.reactorchutes.spring.autoconfigure.ChutesObservationAutoConfiguration}: their metrics and traces
 *   <li>{@link io.github.reactorchutes.spring.autoconfigure.ChutesHealthContributorAutoConfiguration}: their health
 *   <li>{@link io.github.reactorchutes.spring.autoconfigure.ChutesEndpointAutoConfiguration}: the actuator endpoint, and the masking of secrets
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
