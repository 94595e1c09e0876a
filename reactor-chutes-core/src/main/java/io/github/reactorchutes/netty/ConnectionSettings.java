package io.github.reactorchutes.netty;

import java.time.Duration;
import java.util.function.UnaryOperator;
import reactor.netty.http.client.HttpClient;

/**
 * The settings of a pool and its HTTP client, already validated by the client's builder.
 *
 * @param maxConnections the maximum size of the pool, per host and port
 * @param maxIdleTime how long an unused connection stays in the pool; zero to disable reuse
 * @param acquireTimeout the maximum wait for a connection when the pool is full
 * @param connectTimeout the maximum duration of the TCP connect
 * @param maxHeadBytes the maximum size of a response head
 * @param customizer changes the prepared HTTP client
 * @since 0.1.0
 */
public record ConnectionSettings(
        int maxConnections,
        Duration maxIdleTime,
        Duration acquireTimeout,
        Duration connectTimeout,
        int maxHeadBytes,
        UnaryOperator<HttpClient> customizer) {}
