package io.github.reactorchutes.transport;

import io.github.reactorchutes.auth.BearerToken;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.netty.HttpChannel;
import io.github.reactorchutes.upload.JsonBody;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClient.RequestSender;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;

/**
 * One request: prepares it, sends it, and evaluates its head. From the first write on, everything runs on one event loop.
 */
final class HttpExchange {

    private final Outgoing outgoing;

    private final LiveCall live;

    private final HeadSubscriber head;

    private final TransportConfig config;

    private final RefusalLog refusals;

    /** What the call waits for before it requests a connection. */
    private volatile String awaited = "the request's content";

    /** Whether the head has arrived; event loop only. */
    private boolean answered;

    HttpExchange(Outgoing outgoing, LiveCall live, HeadSubscriber head, TransportConfig config, RefusalLog refusals) {
        this.outgoing = outgoing;
        this.live = live;
        this.head = head;
        this.config = config;
        this.refusals = refusals;
    }

    Flux<VideoResponse> send(RequestSender post) {
        return outgoing.content().flatMapMany(body -> send(post, body));
    }

    private Flux<VideoResponse> send(RequestSender post, JsonBody body) {
        String known = BearerToken.of(config.tokenProvider());
        return known == null ? askForToken().flatMapMany(token -> send(post, body, token)) : send(post, body, known);
    }

    /**
     * The code of a provider may block, so the timeout starts before the provider is called, and it is not called on a
     * non-blocking thread, such as that of a retry.
     */
    private Mono<String> askForToken() {
        awaited = "the token of the provider";
        startClock();
        Mono<String> asked = Mono.defer(() -> AttemptToken.of(
                config.tokenProvider(), (message, cause) -> Failures.notSent(live, CallPhase.PREPARE, message, cause)));
        return Schedulers.isInNonBlockingThread() ? asked.subscribeOn(Schedulers.boundedElastic()) : asked;
    }

    /** Start the timeout of the preparation, unless the call has already passed it. */
    void startClock() {
        if (live.phase() == CallPhase.PREPARE) {
            Disposable clock = Schedulers.single()
                    .schedule(this::onNotPrepared, config.prepareTimeout().toNanos(), TimeUnit.NANOSECONDS);
            live.addListener(end -> clock.dispose());
        }
    }

    private void onNotPrepared() {
        if (live.phase() == CallPhase.PREPARE && live.settle()) {
            head.fail(Failures.notPrepared(live.call().endpoint(), awaited, config.prepareTimeout()));
        }
    }

    private Flux<VideoResponse> send(RequestSender post, JsonBody body, String token) {
        live.sends(token);
        awaited = "the customised HTTP client";
        return post.send((request, outbound) -> write(request, outbound, body, token))
                .responseConnection((response, connection) -> onHead(response, connection));
    }

    /** A call that ended while it was given a connection, or that has already sent a request, sends nothing on it. */
    private Mono<Void> write(HttpClientRequest request, NettyOutbound outbound, JsonBody body, String token) {
        if (!live.settle()) {
            outbound.withConnection(Connection::dispose);
            return Mono.never();
        }
        outbound.withConnection(live::connected);
        if (live.hasEnded()) {
            live.dispose();
            return Mono.never();
        }
        writeHeaders(request.requestHeaders(), body, token);
        HttpChannel.watchRequest(live.channel(), live, body.contentLength());
        UploadClock clock = new UploadClock(live, config.uploadIdleTimeout(), head::fail);
        clock.start();
        return RequestContent.send(body, outbound, live, clock).doOnSuccess(this::onWritten);
    }

    private void writeHeaders(HttpHeaders headers, JsonBody body, String token) {
        outgoing.writeHeaders(headers, body);
        headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + token);
        try {
            HttpChannel.requireValid(headers);
        } catch (IllegalArgumentException refused) {
            throw Failures.notSent(live, CallPhase.PREPARE, String.valueOf(refused.getMessage()), null);
        }
    }

    /** Start the timeout of the generation, unless the response arrived before the request was completely written. */
    private void onWritten(@Nullable Void nothing) {
        if (!answered) {
            live.arm(firstByteTimeout(), this::onFirstByteTimeout);
        }
    }

    private void onFirstByteTimeout() {
        head.fail(Failures.firstByteTimeout(live, firstByteTimeout()));
    }

    private Duration firstByteTimeout() {
        return config.firstByteTimeout(live.call());
    }

    private Publisher<VideoResponse> onHead(HttpClientResponse response, Connection connection) {
        live.connected(connection);
        live.disarm();
        answered = true;
        live.enter(CallPhase.FIRST_BYTE);
        ResponseHead answer = ResponseHead.of(response);
        return outgoing.isAnswer(answer) ? handOver(answer, connection) : reject(answer, connection);
    }

    private Mono<VideoResponse> handOver(ResponseHead answer, Connection connection) {
        if (!live.headArrived()) {
            connection.dispose();
            return Mono.empty();
        }
        VideoBody body = new VideoBody(live, connection, answer.bodyRules(live.call(), config, connection.channel()));
        Abandonment.watch(live, body, config.abandonmentTimeout());
        return new OneHead(new HttpVideoResponse(live, answer, body));
    }

    private Mono<VideoResponse> reject(ResponseHead answer, Connection connection) {
        return ErrorBody.read(connection.inbound().receive()).flatMap(body -> Mono.error(refusal(answer, body)));
    }

    private ChutesResponseException refusal(ResponseHead answer, byte[] body) {
        ChutesResponseException refusal = answer.asError(live, body);
        refusals.add(live, refusal);
        return refusal;
    }
}
