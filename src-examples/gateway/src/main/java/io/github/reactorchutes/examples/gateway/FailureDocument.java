package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.jobs.Job;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The failures of calls in the rows of their jobs, as the documents that visitors get, from whichever process. */
final class FailureDocument {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    private FailureDocument() {}

    /** Write what a row is to say about a failure. */
    static String of(Throwable failure) {
        ProblemDetail problem = Problems.of(failure).getBody();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("status", problem.getStatus());
        fields.put("detail", String.valueOf(problem.getDetail()));
        Map<String, Object> more = problem.getProperties();
        if (more != null) {
            fields.putAll(more);
        }
        return MAPPER.writeValueAsString(fields);
    }

    /** Return why a job has no video, or why it is tried again; {@code null} if nothing is wrong. */
    static @Nullable ErrorResponseException of(Job job) {
        boolean failed = switch (job.state()) {
            case FAILED, UNKNOWN, LOST, RETRY_AT -> true;
            default -> false;
        };
        return failed ? problem(job) : null;
    }

    private static ErrorResponseException problem(Job job) {
        ProblemDetail body = read(String.valueOf(job.error()));
        if (body == null) {
            return Problems.ofEnd(job);
        }
        ErrorResponseException problem =
                new ErrorResponseException(HttpStatusCode.valueOf(body.getStatus()), body, null);
        Map<String, Object> more = body.getProperties();
        if (more != null && more.get("retryAfterSeconds") instanceof Number seconds) {
            problem.getHeaders().set(HttpHeaders.RETRY_AFTER, seconds.toString());
        }
        return problem;
    }

    /** Return the document, or {@code null} if the text is one of the jobs themselves. */
    private static @Nullable ProblemDetail read(String text) {
        try {
            Map<String, Object> fields = MAPPER.readValue(text, FIELDS);
            if (fields == null || !(fields.remove("status") instanceof Integer status)) {
                return null;
            }
            ProblemDetail body = ProblemDetail.forStatusAndDetail(
                    HttpStatus.valueOf(status), String.valueOf(fields.remove("detail")));
            fields.forEach(body::setProperty);
            return body;
        } catch (JacksonException ownText) {
            return null;
        }
    }
}
