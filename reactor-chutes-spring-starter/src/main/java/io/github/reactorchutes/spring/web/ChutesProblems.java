package io.github.reactorchutes.spring.web;

import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * The failures of calls as problem documents (RFC 9457) for the callers of an application. They contain neither secrets,
 * URLs, paths nor texts of the platform.
 *
 * <p>With {@code chutes.web.problem-details.enabled=true}, controllers answer with these documents. Elsewhere, such as in
 * a functional endpoint or in an application's own exception handler, call {@link #of}.
 *
 * @since 0.1.0
 */
public final class ChutesProblems {

    private ChutesProblems() {}

    /**
     * Convert a failure. The document has the status and the {@code Retry-After} of the
     * <a href="https://github.com/reactorchutes/reactor-chutes/blob/main/docs/spring-boot.md#errors">documented table</a>,
     * and these properties: {@code reason}, such as {@code CAPACITY}; {@code field}, for an invalid request; {@code
     * retryAfterSeconds}; and {@code quotaResetsAt}.
     *
     * @param failure the failure of a call, or any other one
     * @return the problem, or {@code null} if the failure is neither a {@link ChutesException} nor an {@link
     *     InvalidVideoRequestException}
     */
    public static @Nullable ErrorResponseException of(Throwable failure) {
        if (failure instanceof InvalidVideoRequestException invalid) {
            return ofRequest(invalid);
        }
        return failure instanceof ChutesException ofCall ? ofCall(ofCall) : null;
    }

    /** The URL of an endpoint is chosen by the application, and every other field by its caller. */
    private static ErrorResponseException ofRequest(InvalidVideoRequestException invalid) {
        boolean isOwn = invalid.field().equals("url");
        String field = invalid.field();
        String name = field.replace('_', ' ');
        ErrorResponseException problem = problem(
                isOwn ? HttpStatus.INTERNAL_SERVER_ERROR : HttpStatus.BAD_REQUEST,
                "INVALID_REQUEST",
                name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + " " + invalid.problem() + ".",
                invalid);
        problem.getBody().setProperty("field", field);
        return problem;
    }

    private static ErrorResponseException ofCall(ChutesException failure) {
        CallProblem known = CallProblem.of(failure);
        ErrorResponseException problem = problem(known.status(), known.reason(), known.detail(), failure);
        if (known.retryAfter() != null) {
            long seconds = Math.max(1, known.retryAfter().toSeconds());
            problem.getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
            problem.getBody().setProperty("retryAfterSeconds", seconds);
        }
        if (known.quotaResetsAt() != null) {
            problem.getBody().setProperty("quotaResetsAt", known.quotaResetsAt().toString());
        }
        return problem;
    }

    private static ErrorResponseException problem(HttpStatus status, String reason, String detail, Throwable cause) {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(status, detail);
        body.setProperty("reason", reason);
        return new ErrorResponseException(status, body, cause);
    }
}
