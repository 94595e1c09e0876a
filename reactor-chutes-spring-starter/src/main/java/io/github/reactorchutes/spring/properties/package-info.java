/**
 * The settings under {@code chutes}. The field comments become the descriptions of the configuration metadata.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.spring.properties.ChutesProperties}: everything under {@code chutes}
 *   <li>{@link io.github.reactorchutes.spring.properties.ClientProperties}: the settings of each client
 *   <li>{@link io.github.reactorchutes.spring.properties.EndpointProperties}: the location of one endpoint
 *   <li>{@link io.github.reactorchutes.spring.properties.HttpProperties}: timeouts, connections, proxy and TLS
 *   <li>{@link io.github.reactorchutes.spring.properties.PoolProperties}: the connection pool
 *   <li>{@link io.github.reactorchutes.spring.properties.ProxyProperties}: the proxy
 *   <li>{@link io.github.reactorchutes.spring.properties.SslProperties}: the SSL bundle
 *   <li>{@link io.github.reactorchutes.spring.properties.ConcurrencyProperties}: the limit of concurrent calls
 *   <li>{@link io.github.reactorchutes.spring.properties.RateLimitProperties}: the rate limit of attempts
 *   <li>{@link io.github.reactorchutes.spring.properties.LimitsProperties}: limits that several processes share
 *   <li>{@link io.github.reactorchutes.spring.properties.JobsProperties}: durable jobs
 *   <li>{@link io.github.reactorchutes.spring.properties.RetryProperties}: the retries
 *   <li>{@link io.github.reactorchutes.spring.properties.BackoffProperties}: the number of retries and their waits
 *   <li>{@link io.github.reactorchutes.spring.properties.CircuitBreakerProperties}: the circuit breakers
 *   <li>{@link io.github.reactorchutes.spring.properties.DefaultsProperties}: the fields that requests leave unset
 *   <li>{@link io.github.reactorchutes.spring.properties.VideoDefaultsProperties}: those of text and image to video
 *   <li>{@link io.github.reactorchutes.spring.properties.FastVideoDefaultsProperties}: those of fast image to video
 *   <li>{@link io.github.reactorchutes.spring.properties.ObservationProperties}: metrics and traces
 *   <li>{@link io.github.reactorchutes.spring.properties.HealthProperties}: the health indicators
 *   <li>{@link io.github.reactorchutes.spring.properties.AccountProperties}: the state of the account
 *   <li>{@link io.github.reactorchutes.spring.properties.ShutdownProperties}: the wait for calls under way
 *   <li>{@link io.github.reactorchutes.spring.properties.WebProperties}: the controllers of the application
 *   <li>{@link io.github.reactorchutes.spring.properties.ProblemDetailsProperties}: the answers to failed calls
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.spring.properties;

import org.jspecify.annotations.NullMarked;
