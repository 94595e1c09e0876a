package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.jobs.ChutesJobException;
import io.github.reactorchutes.jobs.Job;
import io.github.reactorchutes.spring.web.ChutesProblems;
import java.time.Duration;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.util.unit.DataSize;
import org.springframework.web.ErrorResponse;
import org.springframework.web.ErrorResponseException;

/** Every failure as a problem document (RFC 9457) in terms a visitor understands. */
final class Problems {

    private Problems() {}

    /** Translate any failure, without details of the gateway's own account. */
    static ErrorResponseException of(Throwable error) {
        if (error instanceof ErrorResponseException known) {
            return known;
        }
        if (error instanceof ChutesException && error.getCause() instanceof ErrorResponseException ofUpload) {
            return ofUpload;
        }
        ErrorResponseException ofCall = ChutesProblems.of(error);
        if (ofCall != null) {
            return ofCall;
        }
        if (error instanceof ChutesJobException ofJobs) {
            return ofJobs(ofJobs);
        }
        if (error instanceof DataBufferLimitException || error.getCause() instanceof DataBufferLimitException) {
            return imageTooLarge();
        }
        if (error instanceof ErrorResponse response) {
            return new ErrorResponseException(response.getStatusCode(), response.getBody(), error);
        }
        return problem(HttpStatus.INTERNAL_SERVER_ERROR, "The gateway failed.");
    }

    static ErrorResponseException tooManyGenerations(int max) {
        return busy(
                HttpStatus.TOO_MANY_REQUESTS,
                "You have " + max + " generations under way, which is the limit. Wait for one to end.",
                Duration.ofSeconds(10));
    }

    static ErrorResponseException full(int max) {
        return busy(
                HttpStatus.SERVICE_UNAVAILABLE,
                "The gateway has " + max + " generations under way, which is its limit.",
                Duration.ofSeconds(30));
    }

    static ErrorResponseException tooManyUploads() {
        return busy(
                HttpStatus.SERVICE_UNAVAILABLE,
                "The gateway accepts no more uploads at the moment. Nothing was paid.",
                Duration.ofSeconds(10));
    }

    static ErrorResponseException tooMuchOfOneAddress() {
        return busy(
                HttpStatus.TOO_MANY_REQUESTS,
                "Your uploads exceed the space for one visitor. Wait for one to end.",
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

    static ErrorResponseException undecided() {
        return problem(
                HttpStatus.CONFLICT, "The generation may have been paid. Decide first: generate it again, or accept.");
    }

    static ErrorResponseException alreadyDecided() {
        return problem(HttpStatus.CONFLICT, "There is nothing to decide about this generation any more.");
    }

    /** Explain a job that has no video, although no answer of the platform says why. */
    static ErrorResponseException ofEnd(Job job) {
        return switch (job.state()) {
            case UNKNOWN ->
                problem(
                        HttpStatus.GATEWAY_TIMEOUT,
                        "The gateway was stopped before an answer arrived. The video may have been paid.");
            case LOST ->
                problem(HttpStatus.BAD_GATEWAY, "The gateway was stopped before the whole video arrived. It was paid.");
            default ->
                problem(
                        HttpStatus.BAD_GATEWAY,
                        job.paidCalls() == 0
                                ? "The generation failed. Nothing was paid."
                                : "There is no video. It may have been paid.");
        };
    }

    private static ErrorResponseException ofJobs(ChutesJobException error) {
        return switch (error.reason()) {
            case NOT_FOUND -> noSuchVideo();
            case DATABASE, NOT_RUNNING ->
                problem(HttpStatus.GATEWAY_TIMEOUT, "The gateway cannot reach its database at the moment.");
            default -> problem(HttpStatus.INTERNAL_SERVER_ERROR, "The gateway failed.");
        };
    }

    static ErrorResponseException elsewhere() {
        return problem(HttpStatus.BAD_GATEWAY, "This gateway cannot reach the file of the video.");
    }

    static ErrorResponseException crossSite() {
        return problem(HttpStatus.FORBIDDEN, "Requests from other sites are not allowed.");
    }

    private static ErrorResponseException busy(HttpStatus status, String what, Duration wait) {
        long seconds = wait.toSeconds();
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
}
