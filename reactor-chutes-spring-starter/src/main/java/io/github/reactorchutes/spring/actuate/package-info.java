/**
 * Health and the actuator endpoint of the clients. They make no paid calls and expose no secrets.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.spring.actuate.ChutesHealthIndicator}: the health of one client
 *   <li>{@link io.github.reactorchutes.spring.actuate.ChutesEndpoint}: the endpoint {@code chutes}
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.spring.actuate;

import org.jspecify.annotations.NullMarked;
