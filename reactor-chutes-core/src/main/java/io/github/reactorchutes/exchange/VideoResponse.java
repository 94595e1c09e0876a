package io.github.reactorchutes.exchange;

import io.github.reactorchutes.request.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

/**
 * The head of a generated video, and its body. Ours to implement: methods may be added.
 *
 * <p><b>Ownership.</b> Whoever receives a response subscribes to its {@link #body()} or {@link #release() releases} it.
 * One that is neither is closed after the client's abandonment time-out, and logged.
 *
 * @since 0.1.0
 */
public interface VideoResponse {

    /**
     * Return the endpoint that answered.
     *
     * @return the endpoint
     */
    Endpoint endpoint();

    /**
     * Return which attempt brought this response.
     *
     * @return the number, from 1
     */
    int attempt();

    /**
     * Return the response headers; names are case-insensitive.
     *
     * @return an unmodifiable map
     */
    Map<String, List<String>> headers();

    /**
     * Return the content type, such as {@code video/mp4}.
     *
     * @return the value of the header
     */
    String contentType();

    /**
     * Return the length of the body, where the server announced one. The platform sends its videos chunked, without.
     *
     * @return the number of bytes, or -1 if unknown
     */
    long contentLength();

    /**
     * Return the platform's id of this invocation ({@code X-Chutes-InvocationID}).
     *
     * @return the id, or {@code null} if the server sent none
     */
    @Nullable
    String invocationId();

    /**
     * Return the account's quota ({@code X-Chutes-Quota-*}).
     *
     * @return the quota, or {@code null} if the server sent none
     */
    @Nullable
    Quota quota();

    /**
     * Return the rate limits ({@code X-Chutes-RL-*}).
     *
     * @return the limits, or {@code null} if the server sent none
     */
    @Nullable
    RateLimit rateLimit();

    /**
     * Return the time from subscription to this head: the wait for a connection plus the whole generation.
     *
     * @return the time
     */
    Duration timeToFirstByte();

    /**
     * Return the video. It can be subscribed to once: a second subscription, or one after the body was released, fails
     * with {@link IllegalStateException}.
     *
     * <p><b>Ownership.</b> Each buffer belongs to the subscriber, which releases it or copies it in the first operator.
     *
     * <p><b>Cancellation.</b> Closes the connection: what was not received cannot be fetched again.
     *
     * <p><b>Errors.</b> {@link io.github.reactorchutes.error.ChutesBodyException} if the video does not arrive whole.
     *
     * <p><b>Threading.</b> Buffers arrive on the connection's event loop, which must not be blocked, and only as
     * demanded: a slow subscriber stops the socket from being read.
     *
     * @return the body
     */
    Flux<DataBuffer> body();

    /**
     * Give the body up unread: its connection is closed, the call ends as cancelled. Does nothing once the body is
     * subscribed to or the call has ended.
     */
    void release();

    /**
     * Tell a listener when the call has ended; at once if it already has. Each listener is told exactly once, before the
     * subscriber of the body sees the end. It must not block; what it throws is logged and changes nothing.
     *
     * @param listener who is told
     */
    void onEnd(Consumer<? super CallEnd> listener);

    /**
     * Return this response with a decorated body. The end of the call stays that of the original body. If the decorator
     * throws, this response is released.
     *
     * @param decorator wraps the body; must pass on cancellation, must not subscribe, and must not complete a body of which
     *     it dropped a buffer
     * @return the decorated response
     */
    default VideoResponse mapBody(UnaryOperator<Flux<DataBuffer>> decorator) {
        try {
            return new MappedVideoResponse(this, Objects.requireNonNull(decorator.apply(body()), "the decorated body"));
        } catch (Throwable broken) {
            release();
            throw broken;
        }
    }

    /**
     * Return this response with a body that a function looks at while it passes: to count bytes, say. The buffers stay
     * the subscriber's.
     *
     * <p><b>Errors.</b> If the function throws, the buffer is released, the body is cancelled, and its subscriber receives
     * what was thrown.
     *
     * @param peek is called with each buffer before the subscriber, on the same thread; must not block, read from the buffer
     *     by its position, release or keep it
     * @return the response with that body
     */
    default VideoResponse peekBody(Consumer<? super DataBuffer> peek) {
        return mapBody(body -> new PeekedBody(body, peek));
    }
}
