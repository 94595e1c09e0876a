package io.github.reactorchutes.netty;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The common configuration of all HTTP clients of this library.
 *
 * @since 0.1.0
 */
public final class StrictClient {

    private StrictClient() {}

    /**
     * Create a client that sends a {@code User-Agent} and accepts no content coding.
     *
     * @param provider its connections
     * @return the client
     */
    public static HttpClient create(ConnectionProvider provider) {
        return HttpClient.create(provider)
                .headers(headers -> headers.set(HttpHeaderNames.USER_AGENT, UserAgent.VALUE)
                        .set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.IDENTITY));
    }

    /**
     * Enforce the settings that no customizer may change: HTTP/1.1, no retries, no redirects, no decompression, no wire
     * log, and no interim response treated as the final one.
     *
     * @param client the client
     * @return the client with these settings
     */
    public static HttpClient protect(HttpClient client) {
        return client.protocol(HttpProtocol.HTTP11)
                .disableRetry(true)
                .followRedirect(false)
                .compress(false)
                .wiretap(false)
                .doOnChannelInit((observer, channel, address) -> channel.pipeline()
                        .addBefore(
                                NettyPipeline.ReactiveBridge, "chutes.interimResponses", new InterimResponseFilter()));
    }
}
