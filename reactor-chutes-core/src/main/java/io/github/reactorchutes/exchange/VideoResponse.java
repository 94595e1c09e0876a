package io.github.reactorchutes.exchange;

import io.github.reactorchutes.mp4.VideoVerdict;
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
import reactor.core.publisher.Mono;

/**
 * The head of a generated video, and its body. Not for implementation by applications: methods may be added.
 *
 * <p><b>Ownership.</b> The receiver of a response must subscribe to its {@link #body()} or {@link #release() release}
 * it. Otherwise the response is closed and logged after the client's abandonment timeout.
 *
 * @since 0.1.0
 */
public interface VideoResponse {

    /** {@return the endpoint that responded} */
    Endpoint endpoint();

    /**
     * Return the HTTP status: 200 for media; 202 or 200 for the start of an operation; 206 for the rest of an artifact.
     *
     * @return the status
     */
    default int status() {
        return 200;
    }

    /** {@return the number of the attempt that got this response, from 1} */
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
     * @return the media type of the header; {@code application/octet-stream} without one
     */
    String contentType();

    /**
     * Return the announced length of the body. The platform sends its videos chunked, without a length.
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

    /** {@return the time from subscription to this head: the wait for a connection plus the whole generation} */
    Duration timeToFirstByte();

    /**
     * Return what the bytes of the complete body showed. HTTP decides whether a body is complete; the bytes can only add
     * doubt. A body whose verdict fails it ends with an error instead, so the kind is usually {@link
     * VideoVerdict.Kind#VERIFIED} or {@link VideoVerdict.Kind#UNVERIFIED}. A verdict with remarks was logged as a warning.
     *
     * @return the verdict, or {@code null} before the end of the body and if it was not checked
     */
    default @Nullable VideoVerdict verdict() {
        return null;
    }

    /**
     * Return the video. It can be subscribed to once: a second subscription, or one after a release, fails with {@link
     * IllegalStateException}.
     *
     * <p><b>Ownership.</b> Each buffer belongs to the subscriber, which releases it or copies it in the first operator.
     *
     * <p><b>Cancellation.</b> Closes the connection. The rest of the video cannot be fetched again.
     *
     * <p><b>Errors.</b> {@link io.github.reactorchutes.error.ChutesBodyException} if the video does not arrive
     * completely.
     *
     * <p><b>Threading.</b> Buffers arrive on the connection's event loop, which must not be blocked, and only on
     * demand: without demand the socket is not read.
     *
     * @return the body
     */
    Flux<DataBuffer> body();

    /**
     * Discard the unread body: close its connection and end the call as cancelled. Does nothing once the body is
     * subscribed to or the call has ended.
     */
    void release();

    /**
     * Add a listener to the end of each call of a {@code Mono}. A call may end with an error, a cancel before or after
     * the head, or a body that completes, breaks, is cancelled, or is never subscribed to. Use this in a filter that
     * holds a resource for the duration of a call:
     *
     * <pre>{@code
     * VideoExchangeFilter counted = (call, next) ->
     *         VideoResponse.doOnEnd(next.exchange(call), end -> counter.increment(end.outcome()));
     * }</pre>
     *
     * <p>The listener is called exactly once per subscription, before the caller sees the end, on the thread that ends
     * the call. It must not block. Its exceptions are logged and do not affect the call; a JVM-fatal error also reaches
     * the thread's uncaught exception handler.
     *
     * @param exchange the call
     * @param listener receives the end
     * @return the same call, with the listener
     */
    static Mono<VideoResponse> doOnEnd(Mono<VideoResponse> exchange, Consumer<? super CallEnd> listener) {
        return new LimitedMono(exchange, listener);
    }

    /**
     * Add a listener to the end of this call. It is called immediately if the call has ended. Each listener is called
     * exactly once, before the subscriber of the body sees the end. It must not block. Its exceptions are logged and do
     * not affect the call. Use {@link #doOnEnd} to include calls that end before their head.
     *
     * @param listener receives the end
     */
    void onEnd(Consumer<? super CallEnd> listener);

    /**
     * Return this response with a decorated body. The call still ends with the original body. If the decorator throws,
     * this response is released.
     *
     * @param decorator wraps the body; must forward cancellation, must not subscribe, and must not complete a body
     *     after dropping a buffer
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
     * Return this response with a function that observes the body, for example to count bytes. The subscriber still
     * owns the buffers.
     *
     * <p><b>Errors.</b> If the function throws, the buffer is released, the body is cancelled, and its subscriber
     * receives the exception.
     *
     * @param peek called with each buffer before the subscriber, on the same thread; must not block, move the buffer's
     *     read position, release it or keep it
     * @return the response with that body
     */
    default VideoResponse peekBody(Consumer<? super DataBuffer> peek) {
        return mapBody(body -> new PeekedBody(body, peek));
    }
}
