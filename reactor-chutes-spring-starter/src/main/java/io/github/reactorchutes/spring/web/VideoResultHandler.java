package io.github.reactorchutes.spring.web;

import io.github.reactorchutes.exchange.VideoResponse;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.DispatchExceptionHandler;
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

    /** Also prepares the videos that WebFlux writes: their results come by here first. */
    @Override
    public boolean supports(HandlerResult result) {
        boolean isVideo =
                result.getReturnValue() instanceof VideoResponse || VideoTypes.isVideo(result.getReturnType());
        if (isVideo) {
            leaveCommittedResponses(result);
        }
        return isVideo && !VideoTypes.isWrittenByWebFlux(result.getReturnType());
    }

    @Override
    public Mono<Void> handleResult(ServerWebExchange exchange, HandlerResult result) {
        return VideoAnswer.of(result.getReturnValue(), result.getReturnType())
                .flatMap(answer -> write(answer, exchange));
    }

    /**
     * Pass a video that was cut short to the server, which closes the connection. WebFlux would call an exception handler
     * of the application, whose response can no longer be written and leaks (seen in spring-webflux 7.0.10).
     */
    private static void leaveCommittedResponses(HandlerResult result) {
        DispatchExceptionHandler handler = result.getExceptionHandler();
        if (handler != null) {
            result.setExceptionHandler(
                    (exchange, failure) -> exchange.getResponse().isCommitted()
                            ? Mono.error(failure)
                            : handler.handleError(exchange, failure));
        }
    }

    private static Mono<Void> write(VideoAnswer answer, ServerWebExchange exchange) {
        ServerHttpResponse response = exchange.getResponse();
        Set<MediaType> produced = exchange.getAttribute(HandlerMapping.PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE);
        response.setStatusCode(answer.status());
        response.getHeaders().putAll(answer.headers(produced));
        return response.writeWith(answer.body());
    }
}
