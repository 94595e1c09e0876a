/**
 * What can be set under {@code chutes}. The comments of the fields are those of the configuration metadata.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.spring.properties.ChutesProperties}: everything under {@code chutes}
 *   <li>{@link io.github.reactorchutes.spring.properties.ClientProperties}: the settings that each client has for itself
 *   <li>{@link io.github.reactorchutes.spring.properties.EndpointsProperties}: where the endpoints are
 *   <li>{@link io.github.reactorchutes.spring.properties.EndpointProperties}: where one of them is
 *   <li>{@link io.github.reactorchutes.spring.properties.HttpProperties}: time-outs, connections, proxy and TLS
 *   <li>{@link io.github.reactorchutes.spring.properties.PoolProperties}: the connection pool
 *   <li>{@link io.github.reactorchutes.spring.properties.ProxyProperties}: the proxy
 *   <li>{@link io.github.reactorchutes.spring.properties.SslProperties}: the SSL bundle
 *   <li>{@link io.github.reactorchutes.spring.properties.ConcurrencyProperties}: how many calls are under way
 *   <li>{@link io.github.reactorchutes.spring.properties.RateLimitProperties}: the pace of the attempts
 *   <li>{@link io.github.reactorchutes.spring.properties.RetryProperties}: what is sent again
 *   <li>{@link io.github.reactorchutes.spring.properties.BackoffProperties}: how often and after which waits
 *   <li>{@link io.github.reactorchutes.spring.properties.CircuitBreakerProperties}: when to stop calling
 *   <li>{@link io.github.reactorchutes.spring.properties.ObservationProperties}: metrics and traces
 *   <li>{@link io.github.reactorchutes.spring.properties.HealthProperties}: what the health says
 *   <li>{@link io.github.reactorchutes.spring.properties.ShutdownProperties}: how long calls may take to end
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.spring.properties;

import org.jspecify.annotations.NullMarked;
