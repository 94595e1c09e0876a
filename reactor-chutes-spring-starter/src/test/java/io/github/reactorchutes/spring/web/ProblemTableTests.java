package io.github.reactorchutes.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesArtifactException;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.ChutesQueryException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.test.PlatformError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.web.ErrorResponseException;

/** Holds the table of docs/spring-boot.md to the problems of the code. */
class ProblemTableTests {

    private static final Path DOCUMENT = Path.of("..", "docs", "spring-boot.md");

    private static final String BEGIN = "<!-- problems -->\n";

    private static final String END = "<!-- /problems -->";

    private static final Endpoint ENDPOINT = Endpoint.TEXT_TO_VIDEO;

    private static final Duration STATED = Duration.ofSeconds(77);

    /** A failure, and the same one with a time to wait. */
    private record Case(String type, String variant, Throwable failure, Throwable stated) {

        static Case of(String variant, Throwable failure) {
            return new Case(failure.getClass().getSimpleName(), variant, failure, failure);
        }

        String status() {
            return String.valueOf(problem(failure).getStatusCode().value());
        }

        String retryAfter() {
            String unstated = header(failure);
            return String.valueOf(STATED.toSeconds()).equals(header(stated))
                    ? "as stated, or " + unstated
                    : Objects.requireNonNullElse(unstated, "");
        }

        private static @Nullable String header(Throwable failure) {
            return problem(failure).getHeaders().getFirst(HttpHeaders.RETRY_AFTER);
        }

        private static ErrorResponseException problem(Throwable failure) {
            return Objects.requireNonNull(ChutesProblems.of(failure));
        }
    }

    @Test
    void documentListsEveryProblem() throws IOException {
        String document = Files.readString(DOCUMENT);
        String written = document.substring(document.indexOf(BEGIN) + BEGIN.length(), document.indexOf(END));
        Files.writeString(Path.of("target/problem-table.md"), table());
        assertThat(written)
                .as("copy target/problem-table.md into docs/spring-boot.md")
                .isEqualTo(table());
    }

    @Test
    void leavesOtherFailuresAlone() {
        assertThat(ChutesProblems.of(new IllegalStateException("of the application")))
                .isNull();
    }

    @Test
    void showsNoPathAndNoMethod() {
        ErrorResponseException problem = Case.problem(new InvalidVideoRequestException(
                "image", "file /srv/upload.png does not exist", "file does not exist", null));

        assertThat(problem.getBody().getDetail()).isEqualTo("Image file does not exist.");
        assertThat(problem.getBody().getProperties())
                .containsEntry("field", "image")
                .containsEntry("reason", "INVALID_REQUEST");
    }

    private static String table() {
        Map<String, List<Case>> rows = cases().collect(Collectors.groupingBy(
                each -> each.type() + each.status() + each.retryAfter(), LinkedHashMap::new, Collectors.toList()));
        return rows.values().stream()
                .map(ProblemTableTests::row)
                .collect(Collectors.joining(
                        "\n", "| failure | | status | `Retry-After` |\n| --- | --- | --- | --- |\n", "\n"));
    }

    private static String row(List<Case> same) {
        Case first = same.get(0);
        String variants = same.stream().map(Case::variant).collect(Collectors.joining(", "));
        return "| `" + first.type() + "` | " + variants + " | " + first.status() + " | " + first.retryAfter() + " |";
    }

    private static Stream<Case> cases() {
        return Stream.of(requests(), rejections(), notSent(), answers(), unknown(), bodies(), queries())
                .flatMap(cases -> cases);
    }

    private static Stream<Case> requests() {
        return Stream.of(
                Case.of("any field but `url`", new InvalidVideoRequestException("prompt", "must not be blank")),
                Case.of("`url`", new InvalidVideoRequestException("url", "must be an https URL")));
    }

    private static Stream<Case> rejections() {
        return Stream.of(Limit.values())
                .map(limit -> new Case(
                        "ChutesCallRejectedException",
                        "`" + limit + "`",
                        new ChutesCallRejectedException(ENDPOINT, limit, "refused", null),
                        new ChutesCallRejectedException(
                                ENDPOINT, limit, "refused", limit == Limit.CIRCUIT_OPEN ? STATED : null)));
    }

    private static Stream<Case> notSent() {
        return Stream.of(
                notSent(CallPhase.PREPARE, ChutesNotSentException.Reason.LOCAL),
                notSent(CallPhase.POOL_ACQUIRE, ChutesNotSentException.Reason.LOCAL),
                notSent(CallPhase.RESOLVE, ChutesNotSentException.Reason.NETWORK),
                notSent(CallPhase.CONNECT, ChutesNotSentException.Reason.NETWORK),
                notSent(CallPhase.TLS, ChutesNotSentException.Reason.NETWORK),
                notSent(CallPhase.SEND, ChutesNotSentException.Reason.NETWORK),
                notSent(CallPhase.CONNECT, ChutesNotSentException.Reason.PROXY_REFUSED),
                notSent(CallPhase.SEND, ChutesNotSentException.Reason.LOCAL));
    }

    private static Case notSent(CallPhase phase, ChutesNotSentException.Reason reason) {
        return Case.of(
                "`" + phase + "` `" + reason + "`",
                new ChutesNotSentException(ENDPOINT, phase, reason, "not sent", null));
    }

    private static Stream<Case> answers() {
        return Stream.of(ChutesResponseException.Reason.values())
                .map(reason -> new Case(
                        "ChutesResponseException",
                        "`" + reason + "`",
                        answer(reason, Map.of()),
                        answer(reason, Map.of(HttpHeaders.RETRY_AFTER, List.of("77")))));
    }

    private static ChutesResponseException answer(
            ChutesResponseException.Reason reason, Map<String, List<String>> headers) {
        return Stream.concat(
                        Stream.of(PlatformError.values()).map(error -> answer(error.status(), error.body(), headers)),
                        Stream.of(
                                answer(202, "", headers), answer(409, "The idempotency key was already used", headers)))
                .filter(answer -> answer.reason() == reason)
                .findFirst()
                .orElseThrow();
    }

    private static ChutesResponseException answer(int status, String body, Map<String, List<String>> headers) {
        return ChutesResponseException.of(ENDPOINT, status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Stream<Case> queries() {
        return Stream.concat(
                Stream.of(ChutesArtifactException.Reason.values())
                        .map(reason -> Case.of(
                                "`" + reason + "`", new ChutesArtifactException(ENDPOINT, reason, 17, "broken", null))),
                Stream.of(
                        Case.of("any", new ChutesQueryException(ENDPOINT, CallPhase.CONNECT, "refused", true, null))));
    }

    private static Stream<Case> unknown() {
        return Stream.of(Case.of(
                "`FIRST_BYTE`", new ChutesOutcomeUnknownException(ENDPOINT, CallPhase.FIRST_BYTE, "lost", null)));
    }

    private static Stream<Case> bodies() {
        return Stream.of(ChutesBodyException.Reason.values())
                .map(reason -> Case.of(
                        "`" + reason + "`", new ChutesBodyException(ENDPOINT, reason, 1, null, "broken", null)));
    }
}
