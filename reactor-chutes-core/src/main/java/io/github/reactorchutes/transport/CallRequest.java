package io.github.reactorchutes.transport;

import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.upload.JsonBody;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import reactor.core.publisher.Mono;

/** The POST of a call. */
record CallRequest(ChutesCall call, TransportConfig config) implements Outgoing {

    private static final String JSON = "application/json";

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    @Override
    public HttpMethod method() {
        return HttpMethod.POST;
    }

    @Override
    public URI url() {
        return config.urls().urlOf(call.endpoint());
    }

    @Override
    public Mono<JsonBody> content() {
        return JsonBody.of(call.request(), config.maxRequestBytes());
    }

    @Override
    public void writeHeaders(HttpHeaders headers, JsonBody content) {
        call.headers().forEach(headers::set);
        headers.remove(HttpHeaderNames.TRANSFER_ENCODING)
                .set(HttpHeaderNames.CONTENT_TYPE, JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, content.contentLength());
        String key = call.idempotencyKey();
        if (key != null) {
            headers.set(IDEMPOTENCY_KEY, key);
        }
    }

    @Override
    public boolean isAnswer(ResponseHead head) {
        return head.answers(call);
    }
}
