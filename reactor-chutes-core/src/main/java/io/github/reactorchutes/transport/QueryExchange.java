package io.github.reactorchutes.transport;

import io.github.reactorchutes.auth.BearerToken;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesQueryException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.error.MaskedCause;
import io.github.reactorchutes.management.Answer;
import io.github.reactorchutes.management.Query;
import io.github.reactorchutes.netty.ConnectionListener;
import io.github.reactorchutes.netty.HttpChannel;
import io.github.reactorchutes.netty.PooledClient;
import io.github.reactorchutes.request.Endpoint;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ByteBufFlux;
import reactor.util.context.Context;

/** One query and its response. */
final class QueryExchange implements ConnectionListener {

    private static final String JSON = "application/json";

    private static final String EVENT_STREAM = "text/event-stream";

    private final Query query;

    private final URI url;

    private final Endpoint endpoint;

    private final TransportConfig config;

    private final @Nullable Connections connections;

    private volatile CallPhase phase = CallPhase.PREPARE;

    private volatile List<String> secrets = List.of();

    private volatile @Nullable Subscription acquisition;

    private volatile boolean cancelled;

    private volatile Context caller = Context.empty();

    QueryExchange(Query query, URI url, TransportConfig config, @Nullable Connections connections) {
        this.query = query;
        this.url = url;
        this.endpoint = Endpoint.of(query.name(), url);
        this.config = config;
        this.connections = connections;
    }

    @Override
    public void accept(Throwable dropped) {
        Operators.onErrorDropped(dropped, caller);
    }

    Mono<Answer> send(Duration timeout) {
        return exchange(JSON, this::read)
                .single()
                .timeout(timeout)
                .onErrorMap(error -> failure(error, "no complete response within " + timeout));
    }

    Flux<String> events(Duration headTimeout) {
        Duration idle = config.idleTimeout();
        return exchange(EVENT_STREAM, this::readEvents)
                .timeout(Mono.delay(headTimeout), batch -> Mono.delay(idle))
                .onErrorMap(error -> failure(error, "no data within " + (phase == CallPhase.BODY ? idle : headTimeout)))
                .concatMapIterable(batch -> batch);
    }

    private <T> Flux<T> exchange(String accept, BiFunction<ResponseHead, ByteBufFlux, Publisher<T>> read) {
        Connections current = connections;
        if (current == null) {
            return Flux.error(unsent("the client is closed", null));
        }
        return token().flatMapMany(token -> current.withClient(client -> send(client, accept, token, read)))
                .contextWrite(this::handDown)
                .doOnCancel(this::leaveQueue)
                .takeUntilOther(current.disposal().then(Mono.error(() -> unsent("the client was closed", null))));
    }

    /** The caller's own hook for dropped errors is in its context. */
    private Context handDown(Context context) {
        caller = context;
        return context.put(ConnectionListener.KEY, this);
    }

    private Mono<String> token() {
        String known = BearerToken.of(config.tokenProvider());
        if (known != null) {
            return Mono.just(known);
        }
        Mono<String> asked = Mono.defer(() -> AttemptToken.of(config.tokenProvider(), this::unsent));
        return Schedulers.isInNonBlockingThread() ? asked.subscribeOn(Schedulers.boundedElastic()) : asked;
    }

    private <T> Flux<T> send(
            PooledClient client,
            String accept,
            String token,
            BiFunction<ResponseHead, ByteBufFlux, Publisher<T>> read) {
        secrets = List.of(token);
        enter(CallPhase.POOL_ACQUIRE);
        return client.query(
                HttpMethod.valueOf(query.method()),
                url,
                headers -> writeHeaders(headers, accept, token),
                () -> enter(CallPhase.FIRST_BYTE),
                (response, body) -> onHead(ResponseHead.of(response), body, read));
    }

    private void writeHeaders(HttpHeaders headers, String accept, String token) {
        query.headers().forEach(headers::set);
        headers.set(HttpHeaderNames.ACCEPT, accept).set(HttpHeaderNames.AUTHORIZATION, "Bearer " + token);
        if (query.method().equals("POST")) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, "0");
        }
        HttpChannel.requireValid(headers);
    }

    private <T> Publisher<T> onHead(
            ResponseHead head, ByteBufFlux body, BiFunction<ResponseHead, ByteBufFlux, Publisher<T>> read) {
        enter(CallPhase.BODY);
        return head.status() / 100 == 2
                ? read.apply(head, body)
                : ErrorBody.read(body)
                        .flatMap(text -> Mono.error(
                                ChutesResponseException.of(endpoint, head.status(), head.headers(), text, secrets)));
    }

    private Mono<Answer> read(ResponseHead head, ByteBufFlux body) {
        QueryContent content = new QueryContent();
        return body.doOnNext(content::append)
                .then()
                .publishOn(Schedulers.parallel())
                .then(Mono.fromCallable(() -> new Answer(head.status(), head.headers(), content.json())));
    }

    private Flux<List<String>> readEvents(ResponseHead head, ByteBufFlux body) {
        if (!head.contentType().equals(EVENT_STREAM)) {
            return Flux.error(new UnusableContentException("not an event stream but "
                    + (head.contentType().isEmpty() ? "content without a type" : head.contentType())));
        }
        EventStream events = new EventStream();
        return body.map(events::append);
    }

    private ChutesException failure(Throwable error, String late) {
        if (error instanceof ChutesException known) {
            return known;
        }
        if (error instanceof TimeoutException) {
            return new ChutesQueryException(endpoint, phase, late + " while " + phase.description(), true, null);
        }
        Throwable shown = MaskedCause.of(error, secrets);
        if (error instanceof UnusableContentException) {
            return new ChutesQueryException(
                    endpoint, phase, "the response is " + Failures.describe(shown), false, shown);
        }
        CallPhase failed = phase.compareTo(CallPhase.SEND) < 0 ? Failures.connectPhase(phase, error) : phase;
        return new ChutesQueryException(
                endpoint,
                failed,
                failed.description() + " failed: " + Failures.describe(shown),
                failed != CallPhase.PREPARE,
                shown);
    }

    private ChutesQueryException unsent(String message, @Nullable Throwable cause) {
        return new ChutesQueryException(endpoint, phase, message, false, cause);
    }

    /** Reactor Netty does not pass on a cancel to its pool. This has no effect on an acquired connection. */
    private void leaveQueue() {
        cancelled = true;
        Subscription current = acquisition;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public void acquiring(Subscription current) {
        acquisition = current;
        if (cancelled) {
            current.cancel();
        }
    }

    @Override
    public void through(SocketAddress proxy) {
        // a failure of the proxy names it
    }

    @Override
    public void enter(CallPhase reached) {
        phase = reached;
    }

    @Override
    public boolean completing(Future<?> write) {
        return true;
    }
}
