package io.github.reactorchutes.transport;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.request.RequestBody;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClient.RequestSender;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;

/** One POST: prepares it, sends it, and judges its head. From the first write on, everything runs on one event loop. */
final class HttpExchange {

    private static final String JSON = "application/json";

    private final LiveCall live;

    private final HeadSubscriber head;

    private final TransportConfig config;

    HttpExchange(LiveCall live, HeadSubscriber head, TransportConfig config) {
        this.live = live;
        this.head = head;
        this.config = config;
    }

    Flux<VideoResponse> send(RequestSender post) {
        return live.call().request().prepare().flatMapMany(body -> {
            accept(body);
            return AttemptToken.of(live, config.tokenProvider()).flatMapMany(token -> send(post, body, token));
        });
    }

    private void accept(RequestBody body) {
        if (!live.call().request().isReplayable()) {
            live.addListener(end -> body.release());
        }
        if (body.contentLength() > config.maxRequestBytes()) {
            throw new InvalidVideoRequestException(
                    "body",
                    "must be at most " + config.maxRequestBytes() + " bytes long but has " + body.contentLength());
        }
    }

    private Flux<VideoResponse> send(RequestSender post, RequestBody body, String token) {
        live.enter(CallPhase.POOL_ACQUIRE);
        return post.send((request, outbound) -> write(request, outbound, body, token))
                .responseConnection((response, connection) -> onHead(response, connection, token))
                .contextWrite(context -> context.put(LiveCall.class, live));
    }

    /** A call that has ended in the moment it was given a connection sends nothing on it. */
    private Mono<Void> write(HttpClientRequest request, NettyOutbound outbound, RequestBody body, String token) {
        outbound.withConnection(live::connected);
        if (live.hasEnded()) {
            live.dispose();
            return Mono.never();
        }
        writeHeaders(request.requestHeaders(), body, token);
        live.arm(firstByteTimeout(), this::onFirstByteTimeout);
        return RequestContent.send(body, outbound, live).doOnSuccess(this::onWritten);
    }

    private void writeHeaders(HttpHeaders headers, RequestBody body, String token) {
        live.call().headers().forEach(headers::set);
        headers.remove(HttpHeaderNames.TRANSFER_ENCODING)
                .set(HttpHeaderNames.AUTHORIZATION, "Bearer " + token)
                .set(HttpHeaderNames.CONTENT_TYPE, JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.contentLength());
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

    private Publisher<VideoResponse> onHead(HttpClientResponse response, Connection connection, String token) {
        live.connected(connection);
        live.disarm();
        endSending();
        ResponseHead answer = ResponseHead.of(response);
        return answer.isVideo() ? handOver(answer, connection) : reject(answer, connection, token);
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

    private Mono<VideoResponse> reject(ResponseHead answer, Connection connection, String token) {
        if (answer.isInterim()) {
            connection.markPersistent(false);
        }
        return ErrorBody.read(connection)
                .flatMap(body -> Mono.error(ChutesResponseException.of(
                        live.call().endpoint(), answer.status(), answer.headers(), body, token)));
    }

    private void onAbandoned() {
        live.release(CallOutcome.ABANDONED, null, "nobody subscribed to it within " + config.abandonmentTimeout());
    }
}
