package io.github.reactorchutes.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.request.AcceptedMedia;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.test.PlatformError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the table of docs/errors-and-retries.md to the code's classification. */
class ErrorTableTests {

    private static final Path TABLE = Path.of("..", "docs", "errors-and-retries.md");

    private static final Endpoint ENDPOINT = Requests.text().endpoint();

    private static final RetryFilter DEFAULTS = RetryFilter.builder().build();

    /** Every row but its first cell, which is for people, is what the code does. */
    @Test
    void saysWhatTheCodeDoes() throws IOException {
        assertThat(writtenRows()).containsExactlyElementsOf(rows());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void saysWhatToDo(ChutesException error) throws IOException {
        String page = Files.readString(TABLE);
        String advice = page.substring(page.indexOf("## What to do"));
        int begin = advice.indexOf("- **`" + error.getClass().getSimpleName() + "`**");
        int end = advice.indexOf("\n- **", begin + 1);
        assertThat(begin).isPositive();
        assertThat(advice.substring(begin, end < 0 ? advice.length() : end)).contains("`" + variant(error) + "`");
    }

    @ParameterizedTest
    @MethodSource("errors")
    void sendsAgainExactlyWhatIsSaidToBeRetryable(ChutesException error) {
        RetryKind kind = RetryKind.of(error);
        boolean safe = kind != RetryKind.NONE && kind != RetryKind.UNKNOWN_OUTCOME;
        assertThat(safe).isEqualTo(error.isRetryable());
        assertThat(error.mayBeBilled() || kind != RetryKind.UNKNOWN_OUTCOME).isTrue();
        assertThat(DEFAULTS.backoff(kind).maxRetries() > 0).isEqualTo(error.isRetryable());
    }

    /** What may have been paid is never sent again by default. */
    @ParameterizedTest
    @MethodSource("errors")
    void neverPaysTwiceByDefault(ChutesException error) {
        if (!billed(error).matches("no|maybe, once")) {
            assertThat(DEFAULTS.backoff(RetryKind.of(error)).maxRetries()).isZero();
        }
    }

    private static List<String> rows() {
        List<String> rows = new ArrayList<>();
        errors().forEach(error -> rows.add(row(
                "`" + error.getClass().getSimpleName() + "` `" + variant(error) + "`",
                retried(error),
                vote(CallEnd.beforeHead(CallOutcome.FAILED, error)),
                billed(error))));
        rows.add(row("none", "-", vote(after(CallOutcome.COMPLETED, 1)), "yes"));
        rows.add(row("none", "-", vote(CallEnd.beforeHead(CallOutcome.CANCELLED, null)), "maybe"));
        rows.add(row("none", "-", vote(after(CallOutcome.CANCELLED, 0)), "yes"));
        rows.add(row("none", "-", vote(after(CallOutcome.CANCELLED, 1)), "yes"));
        rows.add(row("none", "-", vote(after(CallOutcome.ABANDONED, 0)), "yes"));
        return rows;
    }

    static Stream<ChutesException> errors() {
        return Stream.of(rejections(), notSent(), answers(), unknown(), starts(), bodies())
                .flatMap(errors -> errors);
    }

    private static Stream<ChutesException> rejections() {
        return Stream.of(ChutesCallRejectedException.Limit.values())
                .map(limit -> new ChutesCallRejectedException(ENDPOINT, limit, "refused", null));
    }

    private static Stream<ChutesException> notSent() {
        return Stream.concat(
                Stream.of(CallPhase.values())
                        .filter(phase -> phase.compareTo(CallPhase.SEND) <= 0)
                        .map(phase -> new ChutesNotSentException(ENDPOINT, phase, "not sent", null)),
                Stream.of(
                        new ChutesNotSentException(
                                ENDPOINT, CallPhase.SEND, ChutesNotSentException.Reason.NETWORK, "cut", null),
                        new ChutesNotSentException(
                                ENDPOINT,
                                CallPhase.CONNECT,
                                ChutesNotSentException.Reason.PROXY_REFUSED,
                                "refused",
                                null)));
    }

    private static Stream<ChutesException> answers() {
        return Stream.of(ChutesResponseException.Reason.values()).map(ErrorTableTests::answer);
    }

    private static Stream<ChutesException> unknown() {
        return Stream.of(
                new ChutesOutcomeUnknownException(ENDPOINT, CallPhase.FIRST_BYTE, "lost", null),
                new ChutesOutcomeUnknownException(
                        ENDPOINT, CallPhase.FIRST_BYTE, "closed", new CancellationException("closed")));
    }

    private static Stream<ChutesException> starts() {
        return Stream.of(
                ChutesResponseException.ofKeyed(ENDPOINT, 502, Map.of(), new byte[0], List.of(), AcceptedMedia.video()),
                new ChutesOutcomeUnknownException(ENDPOINT, CallPhase.FIRST_BYTE, "lost", null, true));
    }

    private static Stream<ChutesException> bodies() {
        return Stream.of(ChutesBodyException.Reason.values())
                .map(reason -> new ChutesBodyException(ENDPOINT, reason, 1, null, "broken", null));
    }

    /** Find an answer with a reason: one of the platform's errors, or a status of its own. */
    private static ChutesException answer(ChutesResponseException.Reason reason) {
        return Stream.concat(
                        Stream.of(PlatformError.values()).map(error -> answer(error.status(), error.body())),
                        Stream.of(answer(202, ""), answer(409, "The idempotency key was already used")))
                .filter(answer -> answer.reason() == reason)
                .findFirst()
                .orElseThrow();
    }

    private static ChutesResponseException answer(int status, String body) {
        return ChutesResponseException.of(ENDPOINT, status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    private static CallEnd after(CallOutcome outcome, long bytes) {
        return CallEnd.afterHead(outcome, null, bytes, Duration.ofSeconds(1));
    }

    private static String variant(ChutesException error) {
        if (error instanceof ChutesCallRejectedException rejected) {
            return rejected.limit().name();
        }
        if (error instanceof ChutesResponseException answer) {
            return answer.reason().name();
        }
        return error instanceof ChutesBodyException body
                ? body.reason().name()
                : error.phase().name();
    }

    private static String retried(ChutesException error) {
        RetryKind kind = RetryKind.of(error);
        int retries = DEFAULTS.backoff(kind).maxRetries();
        if (retries > 0) {
            return "up to " + retries + " times";
        }
        return kind == RetryKind.UNKNOWN_OUTCOME ? "no, opt in" : "no";
    }

    private static String vote(CallEnd end) {
        return switch (ServerHealth.of(end)) {
            case GOOD -> "success";
            case BAD -> "failure";
            case UNKNOWN -> "no";
        };
    }

    private static String billed(ChutesException error) {
        if (error instanceof ChutesBodyException) {
            return "yes";
        }
        if (RetryKind.of(error) == RetryKind.KEYED_START) {
            return "maybe, once";
        }
        boolean looksPaid = error instanceof ChutesResponseException answer
                && answer.reason() == ChutesResponseException.Reason.NOT_A_VIDEO;
        return looksPaid || RetryKind.of(error) == RetryKind.UNKNOWN_OUTCOME ? "maybe" : "no";
    }

    private static String row(String exception, String retried, String vote, String billed) {
        return exception + " | " + retried + " | " + vote + " | " + billed;
    }

    private static List<String> writtenRows() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| outcome"))
                .map(line -> line.split("\\|", 3)[2].strip())
                .map(line -> line.substring(0, line.length() - 1).strip())
                .toList();
    }
}
