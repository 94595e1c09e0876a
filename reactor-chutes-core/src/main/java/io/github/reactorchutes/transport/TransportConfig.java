package io.github.reactorchutes.transport;

import io.github.reactorchutes.auth.ChutesTokenProvider;
import java.time.Duration;
import java.util.function.UnaryOperator;
import reactor.netty.http.client.HttpClient;

/**
 * The settings of a transport, checked by the client's builder.
 *
 * @param tokenProvider supplies the bearer token of each attempt
 * @param urls where the endpoints are, and where the token may go
 * @param maxConnections the size of the pool, for each host and port
 * @param maxIdleTime how long a connection is kept that no call uses; zero for not at all
 * @param acquireTimeout the longest wait for a connection of a full pool
 * @param prepareTimeout the longest wait for the request's first content, its token and the connection's settings
 * @param connectTimeout the longest TCP connect
 * @param firstByteTimeout the longest wait from the sent request to its head
 * @param uploadIdleTimeout the longest silence within the upload
 * @param idleTimeout the longest silence of the server within a body
 * @param consumerIdleTimeout the longest silence of a body's consumer; zero for no limit
 * @param abandonmentTimeout the longest time from the head to the subscription of the body
 * @param verifyVideo whether the boxes of an MP4 are checked
 * @param maxRequestBytes the largest body of a request
 * @param maxHeadBytes the largest head of an answer
 * @param customizer changes the prepared HTTP client
 * @since 0.1.0
 */
public record TransportConfig(
        ChutesTokenProvider tokenProvider,
        EndpointUrls urls,
        int maxConnections,
        Duration maxIdleTime,
        Duration acquireTimeout,
        Duration prepareTimeout,
        Duration connectTimeout,
        Duration uploadIdleTimeout,
        Duration firstByteTimeout,
        Duration idleTimeout,
        Duration consumerIdleTimeout,
        Duration abandonmentTimeout,
        boolean verifyVideo,
        long maxRequestBytes,
        int maxHeadBytes,
        UnaryOperator<HttpClient> customizer) {}
