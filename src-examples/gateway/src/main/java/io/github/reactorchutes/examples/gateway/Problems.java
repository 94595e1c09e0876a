package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.util.unit.DataSize;
import org.springframework.web.ErrorResponse;
import org.springframework.web.ErrorResponseException;

/** Every failure as a problem document (RFC 9457) in terms a visitor understands. */
final class Problems {

    private static final Duration BUSY = Duration.ofSeconds(30);

    private Problems() {}

    /** Translate any failure, without details of the gateway's own account. */
    static ErrorResponseException of(Throwable error) {
        if (error instanceof ErrorResponseException known) {
            return known;
        }
        if (error instanceof ChutesException failed) {
            return failed.getCause() instanceof ErrorResponseException ofUpload ? ofUpload : ofCall(failed);
        }
        if (error instanceof InvalidVideoRequestException invalid) {
            return withProperty(problem(HttpStatus.BAD_REQUEST, sentence(invalid)), "field", invalid.field());
        }
        if (error instanceof DataBufferLimitException || error.getCause() instanceof DataBufferLimitException) {
            return imageTooLarge();
        }
        if (error instanceof ErrorResponse response) {
            return new ErrorResponseException(response.getStatusCode(), response.getBody(), error);
        }
        return problem(HttpStatus.INTERNAL_SERVER_ERROR, "The gateway failed.");
    }

    private static ErrorResponseException ofCall(ChutesException error) {
        if (error instanceof ChutesResponseException answer) {
            return ofAnswer(answer);
        }
        if (error instanceof ChutesCallRejectedException rejected) {
            return busy(HttpStatus.SERVICE_UNAVAILABLE, ofLimit(rejected.limit()), rejected.retryAfter(), BUSY);
        }
        if (error instanceof ChutesNotSentException) {
            return problem(HttpStatus.BAD_GATEWAY, "The platform cannot be reached. Nothing was paid.");
        }
        if (error instanceof ChutesOutcomeUnknownException) {
            return problem(HttpStatus.GATEWAY_TIMEOUT, "The platform did not respond. The video may have been paid.");
        }
        String what = error instanceof ChutesBodyException body
                ? "The video broke off after " + body.bytesReceived() + " bytes."
                : "The platform failed.";
        return problem(HttpStatus.BAD_GATEWAY, what);
    }

    private static String ofLimit(ChutesCallRejectedException.Limit limit) {
        return switch (limit) {
            case CONCURRENCY, RATE -> "The queue is full. Nothing was paid.";
            case CIRCUIT_OPEN -> "The platform keeps failing, so calls are paused for a while. Nothing was paid.";
        };
    }

    private static ErrorResponseException ofAnswer(ChutesResponseException answer) {
        return switch (answer.reason()) {
            case INVALID_REQUEST -> problem(HttpStatus.BAD_REQUEST, "The platform rejected the request as invalid.");
            case NOT_PROCESSED ->
                busy(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "The platform did not process the request. Nothing was paid.",
                        answer.retryAfter(),
                        BUSY);
            case REPEATED_PROMPT ->
                problem(HttpStatus.BAD_REQUEST, "The platform has received this prompt too often. Change it.");
            case TOO_LARGE -> problem(HttpStatus.CONTENT_TOO_LARGE, "The image is too large for the platform.");
            case QUOTA_EXCEEDED -> quota(answer);
            case CAPACITY, RATE_LIMITED ->
                busy(HttpStatus.TOO_MANY_REQUESTS, "The platform is at capacity.", answer.retryAfter(), BUSY);
            case DAILY_LIMIT ->
                busy(
                        HttpStatus.TOO_MANY_REQUESTS,
                        "The daily limit is reached.",
                        answer.retryAfter(),
                        Duration.ofHours(1));
            case COLD_START ->
                busy(HttpStatus.SERVICE_UNAVAILABLE, "The model is starting.", answer.retryAfter(), BUSY);
            case DISABLED -> problem(HttpStatus.SERVICE_UNAVAILABLE, "The model is switched off.");
            case UNAUTHENTICATED, FORBIDDEN ->
                problem(HttpStatus.BAD_GATEWAY, "The platform rejected the gateway's credentials.");
            case NOT_FOUND -> problem(HttpStatus.BAD_GATEWAY, "The platform has no model at the configured URL.");
            case NOT_A_VIDEO -> problem(HttpStatus.BAD_GATEWAY, "The platform's response is not a video.");
            case SERVER_ERROR -> serverError(answer.status());
        };
    }

    private static ErrorResponseException serverError(int status) {
        return status == 504
                ? problem(HttpStatus.GATEWAY_TIMEOUT, "The platform gave up. The video may have been paid.")
                : problem(HttpStatus.BAD_GATEWAY, "The platform failed.");
    }

    private static ErrorResponseException quota(ChutesResponseException answer) {
        ErrorResponseException problem =
                problem(HttpStatus.PAYMENT_REQUIRED, "The quota of the gateway's account is used up.");
        return answer.quotaResetsAt() == null
                ? problem
                : withProperty(problem, "quotaResetsAt", answer.quotaResetsAt().toString());
    }

    static ErrorResponseException tooManyGenerations(int max) {
        return busy(
                HttpStatus.TOO_MANY_REQUESTS,
                "You have " + max + " generations under way, which is the limit. Wait for one to end.",
                null,
                Duration.ofSeconds(10));
    }

    static ErrorResponseException full(int max) {
        return busy(
                HttpStatus.SERVICE_UNAVAILABLE,
                "The gateway has " + max + " generations under way, which is its limit.",
                null,
                BUSY);
    }

    static ErrorResponseException tooManyUploads() {
        return busy(
                HttpStatus.SERVICE_UNAVAILABLE,
                "The gateway accepts no more uploads at the moment. Nothing was paid.",
                null,
                Duration.ofSeconds(10));
    }

    static ErrorResponseException tooMuchOfOneAddress() {
        return busy(
                HttpStatus.TOO_MANY_REQUESTS,
                "Your uploads exceed the space for one visitor. Wait for one to end.",
                null,
                Duration.ofSeconds(10));
    }

    static ErrorResponseException tooSlow() {
        return problem(HttpStatus.REQUEST_TIMEOUT, "The upload was too slow. Nothing was paid.");
    }

    static ErrorResponseException videoTooLarge(DataSize max) {
        return problem(HttpStatus.BAD_GATEWAY, "The video is larger than " + max.toMegabytes() + " MB.");
    }

    static ErrorResponseException imageTooLarge() {
        return problem(HttpStatus.CONTENT_TOO_LARGE, "The image is too large.");
    }

    static ErrorResponseException imageOfUnknownSize() {
        return problem(HttpStatus.LENGTH_REQUIRED, "The size of the image is unknown. Send a Content-Length.");
    }

    static ErrorResponseException unreadable(String field) {
        return withProperty(problem(HttpStatus.BAD_REQUEST, field + " has an invalid format."), "field", field);
    }

    static ErrorResponseException noSuchVideo() {
        return problem(HttpStatus.NOT_FOUND, "The video does not exist or has expired.");
    }

    static ErrorResponseException crossSite() {
        return problem(HttpStatus.FORBIDDEN, "Requests from other sites are not allowed.");
    }

    private static ErrorResponseException busy(
            HttpStatus status, String what, @Nullable Duration stated, Duration otherwise) {
        long seconds = Math.max(1, (stated == null ? otherwise : stated).toSeconds());
        ErrorResponseException problem = problem(status, what);
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
        return withProperty(problem, "retryAfterSeconds", seconds);
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }

    private static ErrorResponseException withProperty(ErrorResponseException problem, String name, Object value) {
        problem.getBody().setProperty(name, value);
        return problem;
    }

    private static String sentence(InvalidVideoRequestException invalid) {
        String message = String.valueOf(invalid.getMessage());
        return Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
    }
}
