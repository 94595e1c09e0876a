package io.github.reactorchutes.transport;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesQueryException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.management.ManagementApi;
import io.github.reactorchutes.management.Query;
import io.github.reactorchutes.netty.ConnectionListener;
import io.github.reactorchutes.netty.PooledClient;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageContent;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.upload.JsonBody;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.netty.resources.ConnectionPoolMetrics;

/**
 * Sends calls over Reactor Netty. Not part of the API: a client creates and owns it.
 *
 * @since 0.1.0
 */
public final class HttpTransport implements VideoExchange {

    private static final Logger logger = LoggerFactory.getLogger(HttpTransport.class);

    private final TransportConfig config;

    private final ManagementExchange management;

    private final RefusalLog refusals = new RefusalLog();

    /** {@code null} while the transport is closed. */
    private final AtomicReference<@Nullable Connections> connections = new AtomicReference<>();

    /** Connections that are closing. A later close can shorten the wait of an earlier one. */
    private final Set<Connections> closing = ConcurrentHashMap.newKeySet();

    /**
     * Create an open transport.
     *
     * @param config its settings
     */
    public HttpTransport(TransportConfig config) {
        this.config = config;
        this.management = new ManagementExchange(config, connections::get);
        open();
    }

    @Override
    public Mono<VideoResponse> exchange(ChutesCall call) {
        return new Mono<>() {
            @Override
            public void subscribe(CoreSubscriber<? super VideoResponse> actual) {
                begin(new CallRequest(call, config), call, actual);
            }
        };
    }

    /**
     * Fetch media from the management API. The response is owned like that of a call, and its body has the same timeouts,
     * except for the abandonment by its owner; its bytes are not verified. No filter sees it.
     *
     * <p><b>Errors.</b> {@link ChutesResponseException} if the status is neither 200 nor 206; {@link
     * ChutesQueryException} if no head arrived.
     *
     * @param query a GET
     * @return the response, for each subscription
     */
    public Mono<VideoResponse> download(Query query) {
        return new Mono<VideoResponse>() {
            @Override
            public void subscribe(CoreSubscriber<? super VideoResponse> actual) {
                Download download = new Download(query, management.urlOf(query));
                begin(download, download.call(config.firstByteTimeout()), actual);
            }
        }.onErrorMap(Download::failure);
    }

    /**
     * Check a request without sending it.
     *
     * @param request the request
     * @return a {@code Mono} that completes if it can be sent
     */
    public Mono<Void> validate(VideoRequest request) {
        return JsonBody.check(request, config.maxRequestBytes());
    }

    /**
     * Check a call before it waits for anything. An image that is read off the event loops must be read within the
     * timeout of the preparation.
     *
     * @param call the call
     * @return a {@code Mono} that completes if the call can be sent
     */
    public Mono<Void> validate(ChutesCall call) {
        return Mono.defer(() -> {
            config.urls().urlOf(call.endpoint());
            Mono<Void> checked = validate(call.request()).onErrorMap(error -> Failures.invalid(call, error));
            return readsInput(call.request()) ? inTime(checked, call) : checked;
        });
    }

    private static boolean readsInput(VideoRequest request) {
        return request.fields().values().stream()
                .anyMatch(value -> value instanceof Image image
                        && (image.content() instanceof ImageContent.File
                                || image.content() instanceof ImageContent.Stream));
    }

    /** A file or stream that fails after the timeout or a cancel is expected to do so. */
    private Mono<Void> inTime(Mono<Void> checked, ChutesCall call) {
        Duration limit = config.prepareTimeout();
        Consumer<Throwable> drop =
                late -> logger.debug("Dropped an error after the end of {}: {}", call, late.getClass());
        return checked.timeout(
                        limit, Mono.error(() -> Failures.notPrepared(call.endpoint(), "the request's content", limit)))
                .contextWrite(context -> context.put(ConnectionListener.KEY, drop));
    }

    /**
     * Return the management API, whose queries use the connections of this transport.
     *
     * @return the API
     */
    public ManagementApi management() {
        return management;
    }

    private void begin(Outgoing outgoing, ChutesCall call, CoreSubscriber<? super VideoResponse> actual) {
        Connections current = connections.get();
        if (current == null) {
            Operators.error(
                    actual,
                    new ChutesNotSentException(call.endpoint(), CallPhase.PREPARE, "the client is closed", null));
            return;
        }
        LiveCall live = new LiveCall(call, actual.currentContext(), current.calls()::remove);
        HeadSubscriber head = new HeadSubscriber(actual, live);
        boolean wanted = head.start();
        current.calls().add(live);
        if (!wanted) {
            return;
        }
        HttpExchange exchange = new HttpExchange(outgoing, live, head, config, refusals);
        Flux.defer(() -> current.withClient(client -> send(client, outgoing, live, exchange)))
                .subscribe(head);
        exchange.startClock();
    }

    private static Flux<VideoResponse> send(
            PooledClient client, Outgoing outgoing, LiveCall live, HttpExchange exchange) {
        URI url = outgoing.url();
        live.address(url);
        return outgoing.method().equals(HttpMethod.POST)
                ? client.post(url, exchange::send)
                : client.get(url, exchange::send);
    }

    /** Open the transport if it is closed. */
    public void open() {
        if (connections.get() == null) {
            connections.compareAndSet(null, new Connections(config));
        }
    }

    /**
     * Close the transport: reject new calls, and let those in flight end within the given time. Closing again can
     * shorten that time.
     *
     * @param drainTimeout how long to wait for the calls in flight
     * @return a {@code Mono} that completes when the connections are closed; subscribing starts the shutdown, and
     *     cancelling does not stop it
     */
    public Mono<Void> close(Duration drainTimeout) {
        return Mono.defer(() -> {
            beginClosing();
            return Flux.fromIterable(closing)
                    .flatMap(each -> each.close(drainTimeout).doFinally(signal -> closing.remove(each)))
                    .then()
                    .cache();
        });
    }

    private void beginClosing() {
        Connections current = connections.get();
        if (current != null) {
            closing.add(current);
            connections.compareAndSet(current, null);
        }
    }

    /**
     * Return the sum of a number over the connection pools.
     *
     * @param number reads the number of one pool
     * @return the sum; zero while closed
     */
    public int poolSum(ToIntFunction<ConnectionPoolMetrics> number) {
        Connections current = connections.get();
        return current == null ? 0 : current.poolSum(number);
    }
}
