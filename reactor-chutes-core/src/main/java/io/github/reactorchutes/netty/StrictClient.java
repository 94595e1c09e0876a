package io.github.reactorchutes.netty;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * What the HTTP clients of this library have in common.
 *
 * @since 0.1.0
 */
public final class StrictClient {

    private StrictClient() {}

    /**
     * Begin a client.
     *
     * @param provider its connections
     * @return the client, which introduces itself and asks for no content coding
     */
    public static HttpClient create(ConnectionProvider provider) {
        return HttpClient.create(provider)
                .headers(headers -> headers.set(HttpHeaderNames.USER_AGENT, UserAgent.VALUE)
                        .set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.IDENTITY));
    }

    /**
     * Settle what no customizer may change: HTTP/1.1 is spoken, nothing is sent again, no redirect is followed, nothing is
     * decoded or logged, and an interim answer is never taken for the final one.
     *
     * @param client a client
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
