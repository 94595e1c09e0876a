package io.github.reactorchutes;

import io.github.reactorchutes.auth.ChutesTokenProvider;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.FastImageToVideoRequest;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * A reactive client of the Chutes video-generation API. Thread-safe; create one and share it. Ours to implement:
 * methods may be added.
 *
 * <p>Every call has two layers. The outer {@code Mono} answers for the head: it emits once the platform has generated
 * the video and says so with status 200 and a video content type. The inner {@code Flux} answers for the body.
 *
 * <p><b>When work starts.</b> On subscription of the {@code Mono}; each subscription is one paid generation. The body
 * is read on subscription of the {@code Flux}, which is possible once.
 *
 * <p><b>Ownership.</b> The caller subscribes to the body, or releases the response;
 * {@link #exchange(VideoRequest, Function)} does so within a scope. A body nobody subscribes to is closed after
 * {@link Builder#abandonmentTimeout}, or soon after the garbage collector has taken it. Release or copy each buffer in the
 * first operator.
 *
 * <p><b>Cancellation.</b> Of the {@code Mono}, before its head is delivered: closes the connection. Afterwards it changes
 * nothing, because operators that take one element cancel what is behind them. Of the {@code Flux}: closes the connection,
 * at any moment. The platform has no cancel: a generation that was begun is likely billed.
 *
 * <p><b>Errors.</b> {@link io.github.reactorchutes.error.ChutesException} and its subtypes.
 *
 * <p><b>Threading.</b> Signals arrive on event loops, which must not be blocked.
 *
 * @since 0.1.0
 */
public interface ChutesClient extends AutoCloseable {

    /**
     * Create a client with default settings.
     *
     * @param apiToken the API token
     * @return the client
     */
    static ChutesClient create(String apiToken) {
        return builder().apiToken(apiToken).build();
    }

    /**
     * Begin a client.
     *
     * @return a builder with default settings and no token
     */
    static Builder builder() {
        return new DefaultChutesClientBuilder();
    }

    /**
     * Generate a video from a text.
     *
     * @param request what to generate
     * @return the body, once its head arrived
     */
    default Mono<Flux<DataBuffer>> textToVideo(TextToVideoRequest request) {
        return exchange(request).map(VideoResponse::body);
    }

    /**
     * Generate a video from an image and a text.
     *
     * @param request what to generate
     * @return the body, once its head arrived
     */
    default Mono<Flux<DataBuffer>> imageToVideo(ImageToVideoRequest request) {
        return exchange(request).map(VideoResponse::body);
    }

    /**
     * Generate a video from an image and a text with the fast model.
     *
     * @param request what to generate
     * @return the body, once its head arrived
     */
    default Mono<Flux<DataBuffer>> fastImageToVideo(FastImageToVideoRequest request) {
        return exchange(request).map(VideoResponse::body);
    }

    /**
     * Generate a video, with the facts of its head: invocation id, quota, rate limits. Also the way to call any other
     * chute, with a {@link io.github.reactorchutes.request.ChuteRequest}.
     *
     * @param request what to generate
     * @return the response, once its head arrived
     */
    Mono<VideoResponse> exchange(VideoRequest request);

    /**
     * Generate a video and use it within a scope, from which it cannot be lost: a body that the scope has not subscribed
     * to is released as soon as the scope ends, fails or is cancelled.
     *
     * @param request what to generate
     * @param use turns the response into a result
     * @param <R> the type of the result
     * @return the result
     */
    default <R> Mono<R> exchange(
            VideoRequest request, Function<? super VideoResponse, ? extends Mono<? extends R>> use) {
        return exchange(request)
                .flatMap(response -> Mono.<R, VideoResponse>using(() -> response, use, VideoResponse::release));
    }

    /**
     * Check a request without sending it, such as before it waits in a queue: image files exist, can be read and begin like
     * images, as do streams and bytes, and the body is not longer than {@link Builder#maxRequestBytes}. A call makes the
     * same checks. An image that can be read once is not read: its bytes are checked while they are sent.
     *
     * <p><b>Errors:</b> {@link io.github.reactorchutes.request.InvalidVideoRequestException}; {@link IllegalStateException}
     * if an image can be read once and was.
     *
     * <p><b>Threading:</b> files and streams are read off the event loops.
     *
     * @param request the request
     * @return completes if the request can be sent
     */
    Mono<Void> validate(VideoRequest request);

    /**
     * Return how many connections the client holds now.
     *
     * @return the numbers of this moment
     */
    ConnectionStats connectionStats();

    /**
     * Begin a client with the settings of this one. The new client has connections of its own.
     *
     * @return a builder with this client's settings
     */
    Builder mutate();

    /**
     * Close the client: calls under way fail, their connections close, the pool is disposed. Does not block and can be
     * called again. Event loops are shared and stay.
     */
    @Override
    void close();

    /**
     * Close the client in order: no new call is accepted, calls under way may end within the time given, those that do
     * not are failed as by {@link #close()}, which can also be called meanwhile.
     *
     * @param drainTimeout how long to wait for calls under way; zero for not at all
     * @return a {@code Mono} that completes when every call has ended and every connection is closed; the closing starts
     *     on subscription, and goes on when that is cancelled
     */
    Mono<Void> closeGracefully(Duration drainTimeout);

    /**
     * Open a closed client again, with the same settings. Does nothing if it is open.
     */
    void open();

    /**
     * Builds a client. Not thread-safe.
     *
     * <p><b>Errors.</b> A value out of its bounds is an {@link IllegalArgumentException} at once.
     *
     * @since 0.1.0
     */
    interface Builder {

        /**
         * Send this token with every call.
         *
         * @param apiToken the API token, without a {@code Bearer} prefix
         * @return this builder
         */
        default Builder apiToken(String apiToken) {
            return tokenProvider(ChutesTokenProvider.of(apiToken));
        }

        /**
         * Ask for a token at each attempt: for tokens that rotate or differ by tenant.
         *
         * @param tokenProvider supplies tokens
         * @return this builder
         */
        Builder tokenProvider(ChutesTokenProvider tokenProvider);

        /**
         * Call every endpoint under this URL: the three known ones as {@code <base>/text2video},
         * {@code <base>/image2video} and {@code <base>/generate}.
         *
         * @param baseUrl an absolute URL; a path prefix is kept
         * @return this builder
         */
        Builder baseUrl(URI baseUrl);

        /**
         * Call an endpoint under another URL. Goes before {@link #baseUrl}.
         *
         * @param endpoint the endpoint
         * @param url its full URL
         * @return this builder
         */
        Builder endpointUrl(Endpoint endpoint, URI url);

        /**
         * Call the endpoints of this name under another URL, whatever URL a request brings, so that configuration can
         * move any chute. Goes before {@link #baseUrl}; {@link #endpointUrl(Endpoint, URI)} goes before it.
         *
         * @param name the name of an endpoint, see {@link Endpoint#name()}
         * @param url its full URL
         * @return this builder
         */
        Builder endpointUrl(String name, URI url);

        /**
         * Let requests that bring their own URL reach this host with the token. Hosts of the configured endpoints and
         * of {@code *.chutes.ai} need no permission.
         *
         * @param host the exact host name
         * @return this builder
         */
        Builder trustHost(String host);

        /**
         * Allow plain {@code http} to hosts other than the loopback. The token is then readable on the network.
         * Default: false.
         *
         * @param allowed whether to allow it
         * @return this builder
         */
        Builder allowInsecureHttp(boolean allowed);

        /**
         * Limit the connections, and with HTTP/1.1 the calls at the same time; as many callers again may wait for one.
         * Default: 500 for each host and port.
         *
         * @param maxConnections 1 or more
         * @return this builder
         */
        Builder maxConnections(int maxConnections);

        /**
         * Limit the wait for a connection of a full pool. Default: 45 seconds.
         *
         * @param timeout positive, at most 24 days
         * @return this builder
         */
        Builder acquireTimeout(Duration timeout);

        /**
         * Limit how long a connection is kept that no call uses. Default: 4 seconds, because usual servers close theirs
         * after 5, and a request that meets the closing may be lost. A server's {@code Keep-Alive: timeout} shortens it.
         *
         * <p>Zero gives each call a fresh connection. Only that excludes an answer of another call where a broken server
         * answers a request twice, the second time after the next request was written: HTTP/1.1 has no way to tell.
         *
         * @param time positive and at most 24 days, or zero for a fresh connection for each call
         * @return this builder
         */
        Builder maxIdleTime(Duration time);

        /**
         * Limit the time before a connection is asked for: the check of an image file or stream, the token of a provider,
         * and whatever the customised HTTP client waits for. Default: 60 seconds.
         *
         * @param timeout positive, at most 24 days
         * @return this builder
         */
        Builder prepareTimeout(Duration timeout);

        /**
         * Limit the silence within an upload: of the server, which takes nothing, or of an image, which brings nothing.
         * The call fails as not sent. Default: 60 seconds.
         *
         * @param timeout positive, at most 24 days
         * @return this builder
         */
        Builder uploadIdleTimeout(Duration timeout);

        /**
         * Limit the TCP connect. Default: 10 seconds.
         *
         * @param timeout positive, at most 24 days
         * @return this builder
         */
        Builder connectTimeout(Duration timeout);

        /**
         * Limit the wait from the sent request to the head, which is the whole generation. Default: 650 seconds,
         * because the platform's edge gives up at about 600 and should be the one to say so.
         *
         * @param timeout positive, at most 24 days
         * @return this builder
         */
        Builder firstByteTimeout(Duration timeout);

        /**
         * Limit the silence within a body while the consumer is asking. Default: 60 seconds.
         *
         * @param timeout positive, at most 24 days
         * @return this builder
         */
        Builder idleTimeout(Duration timeout);

        /**
         * Limit how long the consumer of a body may ask for nothing. Default: 10 minutes.
         *
         * @param timeout positive and at most 24 days, or zero for no limit
         * @return this builder
         */
        Builder consumerIdleTimeout(Duration timeout);

        /**
         * Limit the time between the head and the subscription of the body; a body left alone is closed then, and earlier
         * if the garbage collector has taken it. Default: 30 seconds.
         *
         * @param timeout positive, at most 24 days
         * @return this builder
         */
        Builder abandonmentTimeout(Duration timeout);

        /**
         * Check while it streams that the body is a whole MP4, so that what HTTP cannot notice is noticed. Default: true.
         *
         * @param verified whether to check
         * @return this builder
         */
        Builder verifyVideo(boolean verified);

        /**
         * Limit the size of a request, whose image counts as base64: a larger one fails with an
         * {@link io.github.reactorchutes.request.InvalidVideoRequestException} before anything is sent. Default: 128 MiB,
         * the most that the platform accepts.
         *
         * @param maxBytes 1 or more
         * @return this builder
         */
        Builder maxRequestBytes(long maxBytes);

        /**
         * Limit the size of an answer's status line and headers. A larger head cannot be read: the outcome of its call is
         * unknown. Default: 64 KiB.
         *
         * @param maxBytes 1024 or more
         * @return this builder
         */
        Builder maxHeadBytes(int maxBytes);

        /**
         * Customise Reactor Netty's client: proxy, TLS, event loops, address resolution. What protects the caller cannot
         * be undone: HTTP/1.1 is spoken, no redirect is followed, nothing is re-sent, nothing is wire-logged. Customizers
         * add up.
         *
         * <p>They run once, on the thread of the first call, because the HTTP client is made then; and once more if the
         * client is closed and opened again. What one throws fails the call, as not sent, and the next call tries again.
         *
         * @param customizer changes the prepared client
         * @return this builder
         */
        Builder httpClient(UnaryOperator<HttpClient> customizer);

        /**
         * Add a filter inside those added before: the first one added is the outermost, unless its
         * {@linkplain VideoExchangeFilter#position() position} is another.
         *
         * @param filter the filter
         * @return this builder
         */
        Builder filter(VideoExchangeFilter filter);

        /**
         * Change the list of filters, outermost first.
         *
         * @param change changes the list in place
         * @return this builder
         */
        Builder filters(Consumer<List<VideoExchangeFilter>> change);

        /**
         * Build the client. No connection is opened.
         *
         * @return the client
         * @throws IllegalStateException if there is no token
         * @throws IllegalArgumentException if a URL is not absolute, or plain {@code http} without permission
         */
        ChutesClient build();
    }
}
