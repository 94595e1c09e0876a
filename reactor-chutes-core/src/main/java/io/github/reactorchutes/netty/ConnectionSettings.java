package io.github.reactorchutes.netty;

import java.time.Duration;
import java.util.function.UnaryOperator;
import reactor.netty.http.client.HttpClient;

/**
 * The settings of a pool and of the HTTP client on it, checked by the client's builder.
 *
 * @param maxConnections the size of the pool, for each host and port
 * @param maxIdleTime how long a connection is kept that no call uses; zero for not at all
 * @param acquireTimeout the longest wait for a connection of a full pool
 * @param connectTimeout the longest TCP connect
 * @param maxHeadBytes the largest head of an answer
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
