package io.github.reactorchutes;

import io.github.reactorchutes.account.Account;
import io.github.reactorchutes.auth.ChutesTokenProvider;
import io.github.reactorchutes.catalogue.Catalogue;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.operation.Operations;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.FastImageToVideoRequest;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.warmup.WarmUpState;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * A reactive client for the Chutes video-generation API. Thread-safe; create one and share it. Only this library
 * implements it, so methods may be added.
 *
 * <p>Every call has two layers. The outer {@code Mono} delivers the head: it emits once the platform has generated the
 * video and responds with status 200 and a video content type. The inner {@code Flux} delivers the body.
 *
 * <p><b>When work starts.</b> Each subscription to the {@code Mono} sends a request and pays for one generation.
 * Subscribing to the {@code Flux}, which is possible once, starts reading the body.
 *
 * <p><b>Ownership.</b> The caller subscribes to the body or releases the response;
 * {@link #exchange(VideoRequest, Function)} releases it at the end of a scope. The client closes a body without a
 * subscriber after {@link Builder#abandonmentTimeout}, or earlier if the body is garbage collected. Release or copy
 * each buffer in the first operator.
 *
 * <p><b>Cancellation.</b> Cancelling the {@code Mono} before it delivers the head closes the connection. Cancelling it
 * later has no effect, because operators that take one element cancel their source. Cancelling the {@code Flux} closes
 * the connection at any time. The platform cannot cancel a generation: one that has started is likely billed.
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
     * Start building a client.
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
     * @return the body, once the head has arrived
     */
    default Mono<Flux<DataBuffer>> textToVideo(TextToVideoRequest request) {
        return exchange(request).map(VideoResponse::body);
    }

    /**
     * Generate a video from an image and a text.
     *
     * @param request what to generate
     * @return the body, once the head has arrived
     */
    default Mono<Flux<DataBuffer>> imageToVideo(ImageToVideoRequest request) {
        return exchange(request).map(VideoResponse::body);
    }

    /**
     * Generate a video from an image and a text with the fast model.
     *
     * @param request what to generate
     * @return the body, once the head has arrived
     */
    default Mono<Flux<DataBuffer>> fastImageToVideo(FastImageToVideoRequest request) {
        return exchange(request).map(VideoResponse::body);
    }

    /**
     * Generate a video and return its response, which also has the invocation id, the quota and the rate limits. To
     * call any other chute, use a {@link io.github.reactorchutes.request.ChuteRequest}.
     *
     * @param request what to generate
     * @return the response, once the head has arrived
     */
    Mono<VideoResponse> exchange(VideoRequest request);

    /**
     * Generate a video and use it within a scope. If the scope ends, fails or is cancelled without a subscription to
     * the body, the body is released immediately, so it cannot be lost.
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
     * Check a request without sending it, for example before queueing it. Image files must exist and be readable, image
     * data must begin like an image, and the body must not exceed {@link Builder#maxRequestBytes}. A call makes the
     * same checks, before it waits for any permit. An image that can only be read once is not read: its bytes are
     * checked while they are sent.
     *
     * <p><b>Errors:</b> {@link io.github.reactorchutes.request.InvalidVideoRequestException};
     * {@link IllegalStateException} if an image that can only be read once was already read.
     *
     * <p><b>Threading:</b> files and streams are read off the event loops.
     *
     * @param request the request
     * @return a {@code Mono} that completes if the request can be sent
     */
    Mono<Void> validate(VideoRequest request);

    /**
     * Return the operations of asynchronous chutes. They use the connections, the token and the network settings of this
     * client, and the management API ({@link Builder#apiUrl}).
     *
     * <p><b>Experimental.</b> May change incompatibly in any release.
     *
     * @return the operations
     */
    Operations operations();

    /**
     * Return the catalogue of the platform's chutes, which uses the connections, the token and the network settings of this
     * client. Its queries are no calls: they pass no filter and are never retried.
     *
     * @return the catalogue
     */
    Catalogue catalogue();

    /**
     * Follow the warm-up of a chute: the platform starts an instance of a cold one and reports the progress, about every 5
     * seconds. Free.
     *
     * <p><b>When work starts.</b> Each subscription opens an event stream, which makes the platform start an instance. A
     * stream that breaks is opened again within the first 10 minutes, the platform's own limit. The last state is
     * {@linkplain WarmUpState#isHot() hot}, and then the {@code Flux} completes.
     *
     * <p><b>Demand.</b> A slow consumer gets the latest state instead of all states.
     *
     * <p><b>Cancellation.</b> Closes the event stream.
     *
     * <p><b>Errors.</b> {@link io.github.reactorchutes.error.ChutesResponseException}, for example 402 for an account
     * without balance, 404 for an unknown chute and 503; {@link io.github.reactorchutes.error.ChutesQueryException} if the
     * stream cannot be opened, or ends while the chute is not hot.
     *
     * @param chute the name or the id of the chute, or the slug of its host
     * @return the states
     */
    Flux<WarmUpState> warmUp(String chute);

    /**
     * Follow the warm-up of the chute that an endpoint calls, like {@link #warmUp(String)}. Its slug is taken from the host
     * of the endpoint's URL.
     *
     * @param endpoint the endpoint
     * @return the states
     * @throws IllegalArgumentException if the URL of the endpoint does not tell its chute
     */
    Flux<WarmUpState> warmUp(Endpoint endpoint);

    /**
     * Return the account of the token: balance, quotas, subscription, discounts. Read-only and free.
     *
     * @return the account; nothing is sent before a subscription to one of its queries
     */
    Account account();

    /** {@return a snapshot of the connections of this client} */
    ConnectionStats connectionStats();

    /**
     * Start building a client with the settings of this one. The new client has its own connections.
     *
     * @return a builder with this client's settings
     */
    Builder mutate();

    /**
     * Close the client: fail the calls in flight, close their connections and dispose of the pool. Does not block, and
     * can be called again. The event loops are shared and keep running.
     */
    @Override
    void close();

    /**
     * Close the client gracefully: reject new calls, let the calls in flight end within the given time, then fail the
     * rest as {@link #close()} does. {@link #close()} can be called meanwhile.
     *
     * @param drainTimeout how long to wait for the calls in flight; zero for no wait
     * @return a {@code Mono} that completes when every call has ended and every connection is closed; subscribing
     *     starts the shutdown, and cancelling does not stop it
     */
    Mono<Void> closeGracefully(Duration drainTimeout);

    /** Reopen a closed client with the same settings. Has no effect on an open client. */
    void open();

    /**
     * A builder for a client. Not thread-safe.
     *
     * <p><b>Errors.</b> A value out of bounds throws an {@link IllegalArgumentException} immediately.
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
         * Request a token for each attempt, for tokens that rotate or differ by tenant.
         *
         * @param tokenProvider supplies tokens
         * @return this builder
         */
        Builder tokenProvider(ChutesTokenProvider tokenProvider);

        /**
         * Name the client in its log lines, if an application has several. By default it has no name.
         *
         * @param name a short name, such as that of a tenant
         * @return this builder
         */
        Builder name(String name);

        /**
         * Set values for the fields that requests of an endpoint leave unset, such as {@code Map.of("steps", 20)}. A
         * request's own value always wins. Repeated calls add to each other.
         *
         * @param endpoint the endpoint
         * @param fields the values by key, as in {@link VideoRequest#of}
         * @return this builder
         * @throws io.github.reactorchutes.request.InvalidVideoRequestException if the endpoint does not accept a value,
         *     or every request must have its own one, such as a prompt
         */
        Builder defaults(Endpoint endpoint, Map<String, ?> fields);

        /**
         * Call the three known endpoints under this URL, as {@code <base>/text2video}, {@code <base>/image2video} and
         * {@code <base>/generate}.
         *
         * @param baseUrl an absolute URL; a path prefix is kept
         * @return this builder
         */
        Builder baseUrl(URI baseUrl);

        /**
         * Send the queries of the catalogue, the account, warm-ups and operations to this URL. Default: the
         * {@linkplain #baseUrl base URL} if one is set, so that an emulator serves both, otherwise
         * {@code https://api.chutes.ai}. The URL receives the token.
         *
         * @param apiUrl an absolute URL without a query; a path prefix is kept
         * @return this builder
         */
        Builder apiUrl(URI apiUrl);

        /**
         * Call an endpoint at another URL. Overrides {@link #baseUrl}.
         *
         * @param endpoint the endpoint
         * @param url its full URL
         * @return this builder
         */
        Builder endpointUrl(Endpoint endpoint, URI url);

        /**
         * Call every endpoint of this name at another URL, even if the request has its own URL, so that configuration
         * can move any chute. Overrides {@link #baseUrl}; {@link #endpointUrl(Endpoint, URI)} overrides this.
         *
         * @param name the name of an endpoint, see {@link Endpoint#name()}
         * @param url its full URL
         * @return this builder
         */
        Builder endpointUrl(String name, URI url);

        /**
         * Allow requests that have their own URL to send the token to this host. The hosts of configured endpoints and
         * {@code *.chutes.ai} are always trusted.
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
         * Limit the connections per host and port, and so the concurrent calls. The same number of calls may wait for a
         * connection. Default: 500.
         *
         * @param maxConnections 1 or more
         * @return this builder
         */
        Builder maxConnections(int maxConnections);

        /**
         * Limit the wait for a connection when the pool is full. Default: 45 seconds.
         *
         * @param timeout positive, at most 24 days
         * @return this builder
         */
        Builder acquireTimeout(Duration timeout);

        /**
         * Limit how long an unused connection stays in the pool. Default: 4 seconds, because many servers close idle
         * connections after 5, and a request sent at that moment may be lost. A server's {@code Keep-Alive: timeout}
         * shortens it.
         *
         * <p>Zero opens a new connection for each call. That is the only protection against a broken server that
         * responds twice to one request: HTTP/1.1 cannot distinguish the second response from the response to the next
         * request.
         *
         * @param time positive and at most 24 days, or zero for a new connection per call
         * @return this builder
         */
        Builder maxIdleTime(Duration time);

        /**
         * Limit the time until the call requests a connection. It covers the check of an image file or stream, the
         * token provider, and asynchronous settings of the customised HTTP client. Default: 60 seconds.
         *
         * @param timeout positive, at most 24 days
         * @return this builder
         */
        Builder prepareTimeout(Duration timeout);

        /**
         * Limit a pause within an upload, while the server accepts no data or the image supplies none. The call fails
         * as not sent. Default: 60 seconds.
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
         * Limit the wait between the sent request and the head, which is the whole generation. Default: 650 seconds,
         * because the platform's edge gives up after about 600 and its response states the reason. The same limit
         * applies to the silence between the head and the first byte of the body, for servers that send the head before
         * they generate.
         *
         * @param timeout positive, at most 24 days
         * @return this builder
         */
        Builder firstByteTimeout(Duration timeout);

        /**
         * Limit how long the server may send nothing within a body, after its first byte, while there is demand. Default:
         * 60 seconds.
         *
         * @param timeout positive, at most 24 days
         * @return this builder
         */
        Builder idleTimeout(Duration timeout);

        /**
         * Limit how long the consumer of a body may request nothing. Default: 10 minutes.
         *
         * @param timeout positive and at most 24 days, or zero for no limit
         * @return this builder
         */
        Builder consumerIdleTimeout(Duration timeout);

        /**
         * Limit the time between the head and the subscription to the body. The client then closes the body, or earlier
         * if the body is garbage collected. Default: 30 seconds.
         *
         * @param timeout positive, at most 24 days
         * @return this builder
         */
        Builder abandonmentTimeout(Duration timeout);

        /**
         * Fail a body that is text, an MP4 whose boxes do not add up, or a file that is shorter than it declares, although
         * HTTP delivered all of it. Default: true. Other formats are delivered as
         * {@link io.github.reactorchutes.mp4.VideoVerdict.Kind#UNVERIFIED}. Without this check, the length, the last
         * chunk and the end of a TLS connection still decide whether a body is complete; an empty body still fails, and
         * so does text whose content type is not {@code video/*}.
         *
         * @param verified whether to check
         * @return this builder
         */
        Builder verifyVideo(boolean verified);

        /**
         * Limit the size of a request body, with its images as base64. A larger one fails with an
         * {@link io.github.reactorchutes.request.InvalidVideoRequestException} before anything is sent. Default: 128
         * MiB, the limit of the platform.
         *
         * @param maxBytes 1 or more
         * @return this builder
         */
        Builder maxRequestBytes(long maxBytes);

        /**
         * Limit the size of a response's status line and headers. A call with a larger head fails with an unknown
         * outcome. Default: 64 KiB.
         *
         * @param maxBytes 1024 or more
         * @return this builder
         */
        Builder maxHeadBytes(int maxBytes);

        /**
         * Customise Reactor Netty's client: proxy, TLS, event loops, address resolution. Whatever a customizer sets,
         * the client uses HTTP/1.1, follows no redirect, re-sends nothing and writes no wire log. Several customizers
         * are applied in the order in which they were added.
         *
         * <p>They run once, on the thread of the first call, which creates the HTTP client, and again after the client
         * was closed and reopened. If a customizer throws, the call fails as not sent, and the next call runs the
         * customizers again.
         *
         * @param customizer changes the prepared client
         * @return this builder
         */
        Builder httpClient(UnaryOperator<HttpClient> customizer);

        /**
         * Add a filter inside the filters added before. The first filter is the outermost, unless the
         * {@linkplain VideoExchangeFilter#position() positions} order them differently.
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
         * @throws IllegalArgumentException if a URL is not absolute or uses plain {@code http} without permission,
         *     or if a filter allows more concurrent calls than there are connections
         */
        ChutesClient build();
    }
}
