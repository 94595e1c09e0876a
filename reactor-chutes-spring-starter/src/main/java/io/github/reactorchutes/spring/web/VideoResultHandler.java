package io.github.reactorchutes.spring.web;

import io.github.reactorchutes.exchange.VideoResponse;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.HandlerResultHandler;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Streams the return values that WebFlux would write as JSON, because it knows neither heads nor nested publishers. */
final class VideoResultHandler implements HandlerResultHandler, Ordered {

    /** Before the handler of entities, which is the first of Spring's. */
    @Override
    public int getOrder() {
        return -1;
    }

    @Override
    public boolean supports(HandlerResult result) {
        return result.getReturnValue() instanceof VideoResponse
                || (VideoTypes.isVideo(result.getReturnType())
                        && !VideoTypes.isWrittenByWebFlux(result.getReturnType()));
    }

    @Override
    public Mono<Void> handleResult(ServerWebExchange exchange, HandlerResult result) {
        return VideoAnswer.of(result.getReturnValue(), result.getReturnType())
                .flatMap(answer -> write(answer, exchange));
    }

    private static Mono<Void> write(VideoAnswer answer, ServerWebExchange exchange) {
        ServerHttpResponse response = exchange.getResponse();
        Set<MediaType> produced = exchange.getAttribute(HandlerMapping.PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE);
        response.setStatusCode(answer.status());
        response.getHeaders().putAll(answer.headers(produced));
        return response.writeWith(answer.body());
    }
}
