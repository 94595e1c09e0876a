package io.github.reactorchutes.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PlatformErrorTests {

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    @ParameterizedTest
    @EnumSource
    void isAnsweredWithItsExactBytesAndNothingOfASuccess(PlatformError error) {
        chutes.emulator().enqueue(error.reply());
        HttpResponse<byte[]> response = Calls.post(chutes.emulator(), "/text2video", "{}");
        assertThat(response.statusCode()).isEqualTo(error.status());
        assertThat(Calls.text(response)).isEqualTo(error.body());
        assertThat(response.headers().firstValue("Content-Type")).contains(error.contentType());
        assertThat(response.headers().map())
                .containsKeys("content-type", "content-length")
                .hasSize(error == PlatformError.EXTERNAL_CAPACITY ? 3 : 2);
    }

    @Test
    void statesTheWaitOfTheAsynchronousChutesOnly() {
        for (PlatformError error : PlatformError.values()) {
            chutes.emulator().enqueue(error.reply());
            HttpResponse<byte[]> response = Calls.post(chutes.emulator(), "/text2video", "{}");
            assertThat(response.headers().firstValue("Retry-After"))
                    .isEqualTo(error == PlatformError.EXTERNAL_CAPACITY ? Optional.of("30") : Optional.empty());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            INVALID_INPUT               | 400 | {"detail":"Invalid request: Invalid request: {\\"detail\\":\\"Invalid input parameters\\"}"}
            INVALID_IMAGE               | 400 | {"detail":"Invalid request: Invalid request: {\\"detail\\":\\"Invalid image input!\\"}"}
            AUTHENTICATION_REQUIRED     | 401 | {"detail":"Authentication required."}
            INVALID_AUTHORIZATION_HEADER| 401 | {"detail":"Missing or invalid authorization header(s)"}
            UNKNOWN_TOKEN               | 401 | {"detail":"Invalid token or user not found"}
            INVALID_TOKEN               | 401 | {"detail":"Invalid token."}
            QUOTA_EXCEEDED              | 402 | {"detail":{"message":"Quota exceeded and account balance is $0.0","quota_reset_timestamp":"2026-01-02T00:00:00+00:00"}}
            BALANCE_REQUIRED_FOR_TEE    | 402 | {"detail":"TEE models require an active subscription or positive balance."}
            BALANCE_REQUIRED_FOR_TIER   | 402 | {"detail":"This model requires a higher subscription tier or positive balance."}
            CREATOR_WITHOUT_BALANCE     | 402 | {"detail":"Chute unavailable because the creator of this chute {chute.user_id=} has zero balance."}
            SUBSCRIPTION_CAP_EXCEEDED   | 402 | {"detail":"Subscription usage cap exceeded. Please add balance to continue."}
            PERMISSION_DENIED           | 403 | {"detail":"Token does not have permission for this resource"}
            NOT_FOUND                   | 404 | {"detail":"Not Found"}
            NO_MATCHING_CHUTE           | 404 | {"detail":"No matching chute found!"}
            NO_MATCHING_CORD            | 404 | {"detail":"No matching cord found!"}
            BODY_TOO_LARGE              | 413 | {"detail":"Request body is too large."}
            CAPACITY                    | 429 | {"detail":"Infrastructure is at maximum capacity, try again later"}
            EXTERNAL_CAPACITY           | 429 | {"detail":"capacity is temporarily unavailable"}
            DAILY_LIMIT                 | 429 | {"detail":"Free models limit reached for today - maintain >= $10 balance or upgrade subscription to pro to unlock more."}
            REPEATED_PROMPT             | 429 | {"detail":"Stop spamming this prompt, please..."}
            INSTANCE_TIMEOUT            | 408 | {"detail":{"object":"error","message":"request timed out","type":"Timeout","param":null,"code":408}}
            INSTANCE_FAILED             | 503 | {"detail":{"object":"error","message":"CUDA out of memory","type":"InternalServerError","param":null,"code":500}}
            TEE_NOT_ENABLED             | 426 | {"detail":"This chute does not have TEE enabled. Please remove the X-TEE-Only header, or use a TEE-enabled chute."}
            TARGETS_EXHAUSTED           | 500 | {"detail":"exhausted all available targets to no avail"}
            INTERNAL_SERVER_ERROR       | 500 | Internal Server Error
            COLD_START                  | 503 | {"detail":"No instances available (yet) for chute_id='6f4b1d7e-8a52-5c3f-9d0e-2b7c1a4e8f63'"}
            CHUTE_DISABLED              | 503 | {"detail":"This chute is currently disabled."}
            """)
    void saysWhatThePlatformSays(PlatformError error, int status, String body) {
        assertThat(error.status()).isEqualTo(status);
        assertThat(error.body()).isEqualTo(body);
    }

    @Test
    void showsThePagesOfTheEdgeAsHtml() {
        for (PlatformError error : new PlatformError[] {
            PlatformError.EDGE_FORBIDDEN,
            PlatformError.EDGE_BODY_TOO_LARGE,
            PlatformError.REQUEST_TIMEOUT,
            PlatformError.MISDIRECTED_REQUEST,
            PlatformError.TOO_EARLY,
            PlatformError.EDGE_RATE_LIMITED,
            PlatformError.BAD_GATEWAY,
            PlatformError.GATEWAY_TIMEOUT
        }) {
            assertThat(error.contentType()).isEqualTo("text/html");
            assertThat(error.body()).startsWith("<html>").contains(Integer.toString(error.status()));
        }
    }
}
