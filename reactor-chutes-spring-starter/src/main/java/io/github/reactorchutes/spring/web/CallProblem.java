package io.github.reactorchutes.spring.web;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesArtifactException;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.ChutesResponseException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What the caller of an application learns of a failed call.
 *
 * @param reason the constant of the failure, such as {@code CAPACITY}
 * @param retryAfter when the same request may succeed without paying twice, or {@code null} if it must not be repeated
 */
record CallProblem(
        HttpStatus status,
        String reason,
        String detail,
        @Nullable Duration retryAfter,
        @Nullable Instant quotaResetsAt) {

    /** How long to wait if nobody states it. */
    private static final Duration BUSY = Duration.ofSeconds(30);

    private static final Duration TOMORROW = Duration.ofHours(1);

    static CallProblem of(ChutesException failure) {
        if (failure instanceof ChutesResponseException answer) {
            return ofAnswer(answer);
        }
        if (failure instanceof ChutesCallRejectedException rejected) {
            return ofLimit(rejected);
        }
        if (failure instanceof ChutesNotSentException notSent) {
            return ofNotSent(notSent);
        }
        if (failure instanceof ChutesOutcomeUnknownException) {
            return of(
                    HttpStatus.GATEWAY_TIMEOUT,
                    "OUTCOME_UNKNOWN",
                    "The video platform did not respond. The video may have been generated and paid for.");
        }
        return failure instanceof ChutesBodyException body ? ofBody(body) : ofQuery(failure);
    }

    /** Nothing was generated for it. */
    private static CallProblem ofQuery(ChutesException failure) {
        return failure instanceof ChutesArtifactException artifact
                ? of(
                        HttpStatus.BAD_GATEWAY,
                        artifact.reason().name(),
                        "The video broke off after " + artifact.position() + " bytes.")
                : of(HttpStatus.BAD_GATEWAY, "QUERY_FAILED", "The video platform could not be asked.");
    }

    private static CallProblem ofLimit(ChutesCallRejectedException rejected) {
        String reason = rejected.limit().name();
        return switch (rejected.limit()) {
            case CONCURRENCY, RATE -> busy(reason, "Too many videos are waiting to be generated.", null);
            case CIRCUIT_OPEN ->
                busy(reason, "The video platform keeps failing, so calls are paused.", rejected.retryAfter());
        };
    }

    private static CallProblem ofNotSent(ChutesNotSentException failure) {
        String reason = "NOT_SENT";
        if (failure.phase() == CallPhase.SEND && failure.reason() == ChutesNotSentException.Reason.LOCAL) {
            return of(HttpStatus.BAD_REQUEST, reason, "The image could not be read completely.");
        }
        return failure.reason() == ChutesNotSentException.Reason.LOCAL
                ? busy(reason, "The video could not be requested in time.", null)
                : of(HttpStatus.BAD_GATEWAY, reason, "The video platform cannot be reached.");
    }

    private static CallProblem ofAnswer(ChutesResponseException answer) {
        String reason = answer.reason().name();
        return switch (answer.reason()) {
            case INVALID_REQUEST ->
                of(HttpStatus.BAD_REQUEST, reason, "The video platform rejected the request as invalid.");
            case REPEATED_PROMPT ->
                of(HttpStatus.BAD_REQUEST, reason, "The video platform has received this prompt too often. Change it.");
            case KEY_REUSED ->
                of(HttpStatus.CONFLICT, reason, "The idempotency key was already used for a different request.");
            case TOO_LARGE -> of(HttpStatus.CONTENT_TOO_LARGE, reason, "The request is too large.");
            case QUOTA_EXCEEDED -> payment(answer, "The quota of this service is used up.");
            case SUBSCRIPTION_CAP_EXCEEDED ->
                payment(answer, "The usage cap of this service's subscription is reached.");
            case BALANCE_REQUIRED -> payment(answer, "The account of this service needs balance for this model.");
            case NOT_PROCESSED -> busy(reason, "The video platform did not process the request.", answer.retryAfter());
            case CAPACITY, RATE_LIMITED -> busy(reason, "The video platform is at capacity.", answer.retryAfter());
            case DAILY_LIMIT ->
                busy(
                        reason,
                        "The daily limit of the video platform is reached.",
                        answer.retryAfter() == null ? TOMORROW : answer.retryAfter());
            case COLD_START -> busy(reason, "The model is starting.", answer.retryAfter());
            case DISABLED -> of(HttpStatus.SERVICE_UNAVAILABLE, reason, "The model is switched off.");
            case UNAUTHENTICATED, FORBIDDEN ->
                of(HttpStatus.BAD_GATEWAY, reason, "The video platform rejected the credentials of this service.");
            case NOT_FOUND ->
                of(HttpStatus.BAD_GATEWAY, reason, "The video platform has no model at the configured URL.");
            case NOT_A_VIDEO ->
                of(HttpStatus.BAD_GATEWAY, reason, "The response of the video platform is not a video.");
            case SERVER_ERROR -> serverError(answer);
        };
    }

    private static CallProblem payment(ChutesResponseException answer, String detail) {
        return new CallProblem(
                HttpStatus.PAYMENT_REQUIRED, answer.reason().name(), detail, null, answer.quotaResetsAt());
    }

    private static CallProblem serverError(ChutesResponseException answer) {
        String reason = answer.reason().name();
        return answer.status() == 504
                ? of(
                        HttpStatus.GATEWAY_TIMEOUT,
                        reason,
                        "The video platform gave up. The video may have been generated and paid for.")
                : of(HttpStatus.BAD_GATEWAY, reason, "The video platform failed.");
    }

    private static CallProblem ofBody(ChutesBodyException failure) {
        HttpStatus status = failure.reason() == ChutesBodyException.Reason.DEADLINE
                ? HttpStatus.GATEWAY_TIMEOUT
                : HttpStatus.BAD_GATEWAY;
        return of(status, failure.reason().name(), "The video broke off after " + failure.bytesReceived() + " bytes.");
    }

    private static CallProblem of(HttpStatus status, String reason, String detail) {
        return new CallProblem(status, reason, detail, null, null);
    }

    private static CallProblem busy(String reason, String detail, @Nullable Duration stated) {
        return new CallProblem(HttpStatus.SERVICE_UNAVAILABLE, reason, detail, stated == null ? BUSY : stated, null);
    }
}
