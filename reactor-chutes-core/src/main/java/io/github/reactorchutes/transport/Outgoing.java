package io.github.reactorchutes.transport;

import io.github.reactorchutes.upload.JsonBody;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import reactor.core.publisher.Mono;

/** What an exchange sends, and which heads answer it. */
interface Outgoing {

    HttpMethod method();

    /** Return the URL, unless it must not receive the token. */
    URI url();

    /** Prepare the content. */
    Mono<JsonBody> content();

    /** Set the headers, except for the token. */
    void writeHeaders(HttpHeaders headers, JsonBody content);

    boolean isAnswer(ResponseHead head);
}
