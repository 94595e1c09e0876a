package io.github.reactorchutes.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.error.ChutesResponseException.Reason;
import io.github.reactorchutes.request.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a status means by its definition, and what only the platform's own words mean. */
class StatusTests {

    private static final String COLD =
            "No instances available (yet) for chute_id='6d1ae4ad-3a0c-5bcb-9e9e-d3b4a4e2f1c0'";

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_REQUEST",
        "405, NOT_FOUND",
        "407, FORBIDDEN",
        "409, INVALID_REQUEST",
        "410, NOT_FOUND",
        "411, INVALID_REQUEST",
        "415, INVALID_REQUEST",
        "426, INVALID_REQUEST",
        "431, INVALID_REQUEST",
        "451, FORBIDDEN",
        "500, SERVER_ERROR",
        "502, SERVER_ERROR",
        "503, SERVER_ERROR",
        "504, SERVER_ERROR",
        "505, SERVER_ERROR",
        "511, FORBIDDEN"
    })
    void takesAStatusByItsDefinition(int status, Reason reason) {
        ChutesResponseException answer = answer(status, "");

        assertThat(answer.reason()).isEqualTo(reason);
        assertThat(answer.isRetryable()).isFalse();
    }

    @Test
    void takesThePlatformsColdStartForOne() {
        assertThat(answer(503, json(COLD)).reason()).isEqualTo(Reason.COLD_START);
        assertThat(answer(503, json("No instances available (yet)")).reason()).isEqualTo(Reason.COLD_START);
    }

    /** What only quotes the platform may have begun the work: taking it for a cold start would pay twice. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><title>" + COLD + "</title></html>",
                "<html><body>" + COLD + "</body></html>",
                COLD,
                "{\"message\":\"" + COLD + "\"}",
                "{\"error\":{\"message\":\"" + COLD + "\"}}",
                "{\"detail\":{\"message\":\"" + COLD + "\"}}",
                "{\"detail\":[\"" + COLD + "\"]}",
                "{\"detail\":\"upstream said: " + COLD + "\"}",
                "{\"detail\":\"" + COLD + " was said after the instance failed\"}",
                "{\"detail\":\"{\\\"detail\\\":\\\"" + COLD + "\\\"}\"}",
                "{\"detail\":\"Invalid request: " + COLD + "\"}",
                "{\"detail\":\"no instances available\"}",
                "{\"detail\":\"No instances available\"}"
            })
    void takesNoQuoteForAColdStart(String body) {
        ChutesResponseException answer = answer(503, body);

        assertThat(answer.reason()).isEqualTo(Reason.SERVER_ERROR);
        assertThat(answer.isRetryable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><body>JavaScript is disabled.</body></html>",
                "{\"detail\":\"caching is disabled while the instance restarts\"}",
                "This chute is currently disabled."
            })
    void takesNoOtherWordForASwitchedOffChute(String body) {
        assertThat(answer(503, body).reason()).isEqualTo(Reason.SERVER_ERROR);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Infrastructure is at maximum capacity, try again later | CAPACITY | true",
                "capacity is temporarily unavailable | CAPACITY | true",
                "Free models limit reached for today - maximum of 200 requests | DAILY_LIMIT | false",
                "Stop spamming this prompt, please... | REPEATED_PROMPT | false",
                "Please stop spamming this prompt: maximum capacity | REPEATED_PROMPT | false",
                "slow down | RATE_LIMITED | true"
            })
    void readsTheWordsOfA429(String detail, Reason reason, boolean retryable) {
        ChutesResponseException answer = answer(429, json(detail));

        assertThat(answer.reason()).isEqualTo(reason);
        assertThat(answer.isRetryable()).isEqualTo(retryable);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Quota exceeded and account balance is $0.0, please pay with fiat | QUOTA_EXCEEDED",
                "Subscription usage cap exceeded. Please add balance to continue. | SUBSCRIPTION_CAP_EXCEEDED",
                "Account balance is $0.0, please top-up with fiat | BALANCE_REQUIRED",
                "TEE models require an active subscription or positive balance. | BALANCE_REQUIRED",
                "This model requires a higher subscription tier or positive balance. | BALANCE_REQUIRED",
                "Chute unavailable because the creator of this chute {chute.user_id=} has zero balance. | DISABLED",
                "pay | BALANCE_REQUIRED"
            })
    void readsTheWordsOfA402(String detail, Reason reason) {
        for (String body : List.of(json(detail), "{\"detail\":{\"message\":\"" + detail + "\"}}")) {
            ChutesResponseException answer = answer(402, body);

            assertThat(answer.reason()).isEqualTo(reason);
            assertThat(answer).hasMessageContaining(detail);
            assertThat(answer.isRetryable()).isFalse();
        }
    }

    /** The platform passes on what an instance answered, which had the request and may have worked on it. */
    @ParameterizedTest
    @ValueSource(ints = {408, 421, 425, 503})
    void takesTheStatusOfAnInstanceForAnUnknownOutcome(int status) {
        for (String words : List.of("timed out", COLD)) {
            ChutesResponseException answer =
                    answer(status, "{\"detail\":{\"object\":\"error\",\"message\":\"" + words + "\",\"code\":408}}");

            assertThat(answer.reason()).isEqualTo(Reason.SERVER_ERROR);
            assertThat(answer.isRetryable()).isFalse();
            assertThat(answer.detail()).isEqualTo(words);
        }
    }

    private static String json(String detail) {
        return "{\"detail\":\"" + detail + "\"}";
    }

    private static ChutesResponseException answer(int status, String body) {
        return ChutesResponseException.of(
                Endpoint.TEXT_TO_VIDEO, status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }
}
