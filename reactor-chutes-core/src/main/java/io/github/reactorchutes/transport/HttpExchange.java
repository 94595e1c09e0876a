package io.github.reactorchutes.transport;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.request.RequestBody;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientInfos;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;

/** One POST: prepares it, sends it, and judges its head. From the first write on, everything runs on one event loop. */
final class HttpExchange {

    private static final String JSON = "application/json";

    private final LiveCall live;

    private final HeadSubscriber head;

    private final TransportConfig config;

    /** What is sent; set before anything is. */
    private @Nullable RequestBody body;

    private @Nullable String token;

    HttpExchange(LiveCall live, HeadSubscriber head, TransportConfig config) {
        this.live = live;
        this.head = head;
        this.config = config;
    }

    /** Return what sends any exchange to a URL; which one, it learns from the Reactor Context. */
    static Flux<VideoResponse> sending(HttpClient client, URI url) {
        return client.post()
                .uri(url)
                .send((request, outbound) -> of(request).write(request, outbound))
                .responseConnection((response, connection) -> of(response).onHead(response, connection));
    }

    private static HttpExchange of(HttpClientInfos infos) {
        return infos.currentContextView().get(HttpExchange.class);
    }

    LiveCall live() {
        return live;
    }

    Flux<VideoResponse> send(Flux<VideoResponse> sending) {
        return live.call().request().prepare().flatMapMany(prepared -> {
            body = accept(prepared);
            return AttemptToken.of(live, config.tokenProvider()).flatMapMany(supplied -> post(sending, supplied));
        });
    }

    private RequestBody accept(RequestBody prepared) {
        if (!live.call().request().isReplayable()) {
            live.addListener(end -> prepared.release());
        }
        return requireWithinLimit(prepared);
    }

    private RequestBody requireWithinLimit(RequestBody prepared) {
        if (prepared.contentLength() > config.maxRequestBytes()) {
            throw new InvalidVideoRequestException(
                    "body",
                    "must be at most " + config.maxRequestBytes() + " bytes long but has " + prepared.contentLength());
        }
        return prepared;
    }

    private Flux<VideoResponse> post(Flux<VideoResponse> sending, String supplied) {
        token = supplied;
        live.enter(CallPhase.POOL_ACQUIRE);
        return sending.contextWrite(context -> context.put(HttpExchange.class, this));
    }

    /** A call that has ended in the moment it was given a connection sends nothing on it. */
    private Mono<Void> write(HttpClientRequest request, NettyOutbound outbound) {
        outbound.withConnection(live::connected);
        if (live.hasEnded()) {
            live.dispose();
            return Mono.never();
        }
        RequestBody content = Objects.requireNonNull(body, "body");
        writeHeaders(request.requestHeaders(), content.contentLength());
        live.arm(firstByteTimeout(), this::onFirstByteTimeout);
        return RequestContent.send(content, outbound, live).doOnSuccess(this::onWritten);
    }

    private void writeHeaders(HttpHeaders headers, long contentLength) {
        live.call().headers().forEach(headers::set);
        headers.remove(HttpHeaderNames.TRANSFER_ENCODING)
                .set(HttpHeaderNames.AUTHORIZATION, "Bearer " + token)
                .set(HttpHeaderNames.CONTENT_TYPE, JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, contentLength);
    }

    /** Start the clock of the generation, unless the answer came before the request was wholly written. */
    private void onWritten(@Nullable Void nothing) {
        if (endSending()) {
            live.arm(firstByteTimeout(), this::onFirstByteTimeout);
        }
    }

    private boolean endSending() {
        boolean sending = live.phase() == CallPhase.SEND;
        if (sending) {
            live.enter(CallPhase.FIRST_BYTE);
        }
        return sending;
    }

    private void onFirstByteTimeout() {
        head.fail(Failures.firstByteTimeout(live, firstByteTimeout()));
    }

    private Duration firstByteTimeout() {
        Duration ofCall = live.call().firstByteTimeout();
        return ofCall == null ? config.firstByteTimeout() : ofCall;
    }

    private Publisher<VideoResponse> onHead(HttpClientResponse response, Connection connection) {
        live.connected(connection);
        live.disarm();
        endSending();
        ResponseHead answer = ResponseHead.of(response);
        return answer.isVideo() ? handOver(answer, connection) : reject(answer, connection);
    }

    private Mono<VideoResponse> handOver(ResponseHead answer, Connection connection) {
        if (!live.headArrived()) {
            connection.dispose();
            return Mono.empty();
        }
        live.arm(config.abandonmentTimeout(), this::onAbandoned);
        BodyRules rules = answer.bodyRules(live.call(), config);
        return Mono.just(new HttpVideoResponse(live, answer, new VideoBody(live, connection, rules)));
    }

    private Mono<VideoResponse> reject(ResponseHead answer, Connection connection) {
        if (answer.isInterim()) {
            connection.markPersistent(false);
        }
        return ErrorBody.read(connection)
                .flatMap(error -> Mono.error(ChutesResponseException.of(
                        live.call().endpoint(),
                        answer.status(),
                        answer.headers(),
                        error,
                        Objects.requireNonNull(token, "token"))));
    }

    private void onAbandoned() {
        live.release(CallOutcome.ABANDONED, null, "nobody subscribed to it within " + config.abandonmentTimeout());
    }
}
