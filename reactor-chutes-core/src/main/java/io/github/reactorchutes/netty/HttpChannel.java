package io.github.reactorchutes.netty;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a call on its channel; on the event loop of the channel.
 *
 * @since 0.1.0
 */
public final class HttpChannel {

    private HttpChannel() {}

    /**
     * Check the headers of a request, because a customizer can set some for each call.
     *
     * @param headers the headers to send
     * @throws IllegalArgumentException if a name or a value is invalid
     */
    public static void requireValid(HttpHeaders headers) {
        StandingHeaders.requireValid(headers);
    }

    /**
     * Report the write of the last byte of the next request.
     *
     * @param channel the channel
     * @param listener receives the write and can prevent it
     * @param contentLength the length of the request's body
     */
    public static void watchRequest(Channel channel, ConnectionListener listener, long contentLength) {
        RequestWatch.begin(channel, listener, contentLength);
    }

    /**
     * Choose the size of the next reads.
     *
     * @param channel the channel
     * @param demand the number of buffers that the consumer requested
     */
    public static void sizeReads(Channel channel, long demand) {
        ReadSizes.follow(demand, channel);
    }

    /**
     * Return a supplier that states whether the peer announced the end of the connection; valid once the connection has
     * ended.
     *
     * @param channel the channel
     * @return the supplier, or {@code null} if the channel has no TLS
     */
    public static @Nullable BooleanSupplier closeNotify(Channel channel) {
        CloseNotify watch = CloseNotify.of(channel);
        return watch == null ? null : watch::isReceived;
    }
}
