package io.github.reactorchutes.transport;

import io.github.reactorchutes.auth.ChutesTokenProvider;
import io.github.reactorchutes.netty.ConnectionSettings;
import java.time.Duration;

/**
 * The settings of a transport, checked by the client's builder.
 *
 * @param tokenProvider supplies the bearer token of each attempt
 * @param urls where the endpoints are, and where the token may go
 * @param connections the settings of the pool and of the HTTP client on it
 * @param prepareTimeout the longest wait for the request's first content, its token and the connection's settings
 * @param firstByteTimeout the longest wait from the sent request to its head
 * @param uploadIdleTimeout the longest silence within the upload
 * @param idleTimeout the longest silence of the server within a body
 * @param consumerIdleTimeout the longest silence of a body's consumer; zero for no limit
 * @param abandonmentTimeout the longest time from the head to the subscription of the body
 * @param verifyVideo whether the boxes of an MP4 are checked
 * @param maxRequestBytes the largest body of a request
 * @since 0.1.0
 */
public record TransportConfig(
        ChutesTokenProvider tokenProvider,
        EndpointUrls urls,
        ConnectionSettings connections,
        Duration prepareTimeout,
        Duration uploadIdleTimeout,
        Duration firstByteTimeout,
        Duration idleTimeout,
        Duration consumerIdleTimeout,
        Duration abandonmentTimeout,
        boolean verifyVideo,
        long maxRequestBytes) {}
