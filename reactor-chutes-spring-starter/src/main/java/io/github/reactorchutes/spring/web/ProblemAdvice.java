package io.github.reactorchutes.spring.web;

import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/**
 * Answers failed calls of controllers, in WebFlux and in MVC. The content type is fixed, because a player accepts videos
 * only. It has the order of Spring Boot's own advice.
 */
@ControllerAdvice
@Order(0)
final class ProblemAdvice {

    private static final Logger logger = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> handle(ChutesException failure) {
        ErrorResponseException problem = Objects.requireNonNull(ChutesProblems.of(failure));
        log(problem, failure);
        return answer(problem);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> handle(InvalidVideoRequestException failure) {
        ErrorResponseException problem = Objects.requireNonNull(ChutesProblems.of(failure));
        logger.debug("Answered an invalid request with status {}: {}", problem.getStatusCode(), failure.getMessage());
        return answer(problem);
    }

    /**
     * Requests that were refused are routine. The others need attention, but not a stack trace of this library; its
     * constant text lets log tools group them.
     */
    private static void log(ErrorResponseException problem, ChutesException failure) {
        int status = problem.getStatusCode().value();
        boolean isRefusal = problem.getStatusCode().is4xxClientError()
                ? status != HttpStatus.PAYMENT_REQUIRED.value()
                : status == HttpStatus.SERVICE_UNAVAILABLE.value();
        if (isRefusal) {
            logger.debug("Answered a refused call with status {}: {}", status, failure.getMessage());
        } else {
            logger.warn("Answered a failed call with status {}: {}", status, failure.getMessage());
        }
    }

    private static ResponseEntity<ProblemDetail> answer(ErrorResponseException problem) {
        return ResponseEntity.status(problem.getStatusCode())
                .headers(problem.getHeaders())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem.getBody());
    }
}
