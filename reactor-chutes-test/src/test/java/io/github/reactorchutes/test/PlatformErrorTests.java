package io.github.reactorchutes.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.net.http.HttpResponse;
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
        assertThat(response.headers().map()).containsOnlyKeys("content-type", "content-length");
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
            SUBSCRIPTION_CAP_EXCEEDED   | 402 | {"detail":"Subscription usage cap exceeded"}
            PERMISSION_DENIED           | 403 | {"detail":"Token does not have permission for this resource"}
            NOT_FOUND                   | 404 | {"detail":"Not Found"}
            NO_MATCHING_CHUTE           | 404 | {"detail":"No matching chute found!"}
            NO_MATCHING_CORD            | 404 | {"detail":"No matching cord found!"}
            BODY_TOO_LARGE              | 413 | {"detail":"Request body is too large."}
            CAPACITY                    | 429 | {"detail":"Infrastructure is at maximum capacity, try again later"}
            REPEATED_PROMPT             | 429 | {"detail":"Stop spamming this prompt"}
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
            PlatformError.EDGE_RATE_LIMITED,
            PlatformError.BAD_GATEWAY,
            PlatformError.GATEWAY_TIMEOUT
        }) {
            assertThat(error.contentType()).isEqualTo("text/html");
            assertThat(error.body()).startsWith("<html>").contains(Integer.toString(error.status()));
        }
    }
}
