package io.github.reactorchutes.transport;

import io.github.reactorchutes.auth.ChutesTokenProvider;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.netty.ConnectionSettings;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a transport, already validated by the client's builder.
 *
 * @param tokenProvider supplies the bearer token of each attempt
 * @param urls the URLs of the endpoints, and the hosts that may receive the token
 * @param apiUrl the URL of the management API, or {@code null} for the base URL or else the platform's
 * @param connections the settings of the pool and its HTTP client
 * @param prepareTimeout the maximum time until the request, its token and the connection's settings are ready
 * @param firstByteTimeout the maximum wait between the sent request and its head, and between that and the first byte
 *     of the body
 * @param uploadIdleTimeout the maximum pause within the upload
 * @param idleTimeout the maximum pause of the server within a body
 * @param consumerIdleTimeout the maximum pause of a body's consumer; zero for no limit
 * @param abandonmentTimeout the maximum time between the head and the subscription to the body
 * @param verifyVideo whether the bytes of a body can fail it
 * @param maxRequestBytes the maximum size of a request body
 * @since 0.1.0
 */
public record TransportConfig(
        ChutesTokenProvider tokenProvider,
        EndpointUrls urls,
        @Nullable URI apiUrl,
        ConnectionSettings connections,
        Duration prepareTimeout,
        Duration uploadIdleTimeout,
        Duration firstByteTimeout,
        Duration idleTimeout,
        Duration consumerIdleTimeout,
        Duration abandonmentTimeout,
        boolean verifyVideo,
        long maxRequestBytes) {

    Duration firstByteTimeout(ChutesCall call) {
        Duration ofCall = call.firstByteTimeout();
        return ofCall == null ? firstByteTimeout : ofCall;
    }
}
