package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.error.ChutesException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.resource.NoResourceFoundException;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Answers every failure before the first byte with a problem document. A later failure aborts the connection. */
@Component
@Order(-2)
final class ProblemHandler implements ErrorWebExceptionHandler {

    private static final Logger logger = LoggerFactory.getLogger(ProblemHandler.class);

    private final ServerResponse.Context context;

    ProblemHandler(ServerCodecConfigurer codecs) {
        this.context = new WritingContext(codecs.getWriters());
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(error);
        }
        ErrorResponseException problem = Problems.of(withoutPath(error));
        if (problem.getStatusCode().is5xxServerError()) {
            log(error, problem.getStatusCode());
        }
        return ServerResponse.status(problem.getStatusCode())
                .headers(headers -> headers.putAll(problem.getHeaders()))
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyValue(problem.getBody())
                .flatMap(response -> response.writeTo(exchange, context));
    }

    private static Throwable withoutPath(Throwable error) {
        return error instanceof NoResourceFoundException
                ? new ResponseStatusException(HttpStatus.NOT_FOUND, "There is nothing at this address.")
                : error;
    }

    /** A stack trace helps only with a defect of the gateway. */
    private static void log(Throwable error, HttpStatusCode status) {
        if (error instanceof ChutesException || error instanceof ErrorResponse) {
            logger.warn("A request failed with status {}: {}", status.value(), error.getMessage());
        } else {
            logger.error("A request failed with status {}", status.value(), error);
        }
    }

    private record WritingContext(List<HttpMessageWriter<?>> messageWriters) implements ServerResponse.Context {

        @Override
        public List<ViewResolver> viewResolvers() {
            return List.of();
        }
    }
}
