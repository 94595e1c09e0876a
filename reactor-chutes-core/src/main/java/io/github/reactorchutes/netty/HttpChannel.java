package io.github.reactorchutes.netty;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a call to the channel that it was given; on the event loop of the channel.
 *
 * @since 0.1.0
 */
public final class HttpChannel {

    private HttpChannel() {}

    /**
     * Check the headers of a request: a customizer can set some for each call.
     *
     * @param headers what is about to be sent
     * @throws IllegalArgumentException if a name or a value is not one
     */
    public static void requireValid(HttpHeaders headers) {
        StandingHeaders.requireValid(headers);
    }

    /**
     * Report the write that completes the next request.
     *
     * @param channel the channel
     * @param listener receives the write, and can prevent it
     * @param contentLength the length of the request's body
     */
    public static void watchRequest(Channel channel, ConnectionListener listener, long contentLength) {
        RequestWatch.begin(channel, listener, contentLength);
    }

    /**
     * Size the reads to come.
     *
     * @param channel the channel
     * @param demand how many buffers the consumer asks for
     */
    public static void sizeReads(Channel channel, long demand) {
        ReadSizes.follow(demand, channel);
    }

    /**
     * Return what states, once the connection has ended, whether the peer announced it.
     *
     * @param channel the channel
     * @return the state, or {@code null} if the channel has no TLS
     */
    public static @Nullable BooleanSupplier closeNotify(Channel channel) {
        CloseNotify watch = CloseNotify.of(channel);
        return watch == null ? null : watch::isReceived;
    }
}
