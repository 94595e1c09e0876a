package io.github.reactorchutes.transport;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.ChutesQueryException;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.management.Query;
import io.github.reactorchutes.request.AcceptedMedia;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.upload.JsonBody;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import reactor.core.publisher.Mono;

/** The GET of media from the management API. Nothing is generated for it, so it is never billed. */
record Download(Query query, URI url) implements Outgoing {

    /** Nothing is generated between the request and the head. */
    private static final Duration HEAD_TIMEOUT = Duration.ofSeconds(60);

    @Override
    public HttpMethod method() {
        return HttpMethod.GET;
    }

    @Override
    public Mono<JsonBody> content() {
        return Mono.just(JsonBody.empty());
    }

    @Override
    public void writeHeaders(HttpHeaders headers, JsonBody content) {
        query.headers().forEach(headers::set);
    }

    @Override
    public boolean isAnswer(ResponseHead head) {
        return head.isDownload();
    }

    /** Return the call that owns the connection. */
    ChutesCall call(Duration firstByteTimeout) {
        Endpoint endpoint = Endpoint.of(query.name(), url).accepting(AcceptedMedia.any());
        return ChutesCall.of(ChuteRequest.builder(endpoint).build())
                .withFirstByteTimeout(firstByteTimeout.compareTo(HEAD_TIMEOUT) < 0 ? firstByteTimeout : HEAD_TIMEOUT);
    }

    /** A GET can be sent again, whatever became of it. */
    static Throwable failure(Throwable error) {
        if (error instanceof ChutesNotSentException notSent) {
            return query(notSent, notSent.isRetryable());
        }
        return error instanceof ChutesOutcomeUnknownException unknown
                ? query(unknown, !(unknown.getCause() instanceof CancellationException))
                : error;
    }

    private static ChutesQueryException query(ChutesException error, boolean retryable) {
        String prefix = error.endpoint().name() + ": ";
        String message = String.valueOf(error.getMessage());
        return new ChutesQueryException(
                error.endpoint(),
                error.phase().compareTo(CallPhase.FIRST_BYTE) > 0 ? CallPhase.FIRST_BYTE : error.phase(),
                message.startsWith(prefix) ? message.substring(prefix.length()) : message,
                retryable,
                error.getCause());
    }
}
