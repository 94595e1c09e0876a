package io.github.reactorchutes.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.request.Endpoint;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each error tells what it was made of. */
class ErrorFactsTests {

    private final IOException cause = new IOException("gone");

    @Test
    void ofABrokenBody() {
        ChutesBodyException error = new ChutesBodyException(
                Endpoint.TEXT_TO_VIDEO, ChutesBodyException.Reason.TRUNCATED, 17, "some-id", "it broke", cause);

        assertThat(error.reason()).isEqualTo(ChutesBodyException.Reason.TRUNCATED);
        assertThat(error.bytesReceived()).isEqualTo(17);
        assertThat(error.invocationId()).isEqualTo("some-id");
        assertThat(error.phase()).isEqualTo(CallPhase.BODY);
        assertThat(error.isRetryable()).isFalse();
        assertThat(error).hasMessage("text-to-video: it broke after 17 bytes").hasCause(cause);
    }

    @Test
    void ofARefusedCall() {
        ChutesCallRejectedException error = new ChutesCallRejectedException(
                Endpoint.TEXT_TO_VIDEO,
                ChutesCallRejectedException.Limit.CIRCUIT_OPEN,
                "it is open",
                Duration.ofSeconds(3));

        assertThat(error.limit()).isEqualTo(ChutesCallRejectedException.Limit.CIRCUIT_OPEN);
        assertThat(error.retryAfter()).isEqualTo(Duration.ofSeconds(3));
        assertThat(error.phase()).isEqualTo(CallPhase.PREPARE);
        assertThat(error.invocationId()).isNull();
        assertThat(error.isRetryable()).isFalse();
        assertThat(error).hasMessage("text-to-video: it is open").hasNoCause();
    }

    @Test
    void ofACallThatWasNotSentAndOneThatWas() {
        ChutesNotSentException notSent =
                new ChutesNotSentException(Endpoint.IMAGE_TO_VIDEO, CallPhase.CONNECT, "refused", cause);
        ChutesOutcomeUnknownException unknown =
                new ChutesOutcomeUnknownException(Endpoint.IMAGE_TO_VIDEO, CallPhase.FIRST_BYTE, "silence", cause);

        assertThat(notSent.isRetryable()).isTrue();
        assertThat(notSent.phase()).isEqualTo(CallPhase.CONNECT);
        assertThat(unknown.isRetryable()).isFalse();
        assertThat(unknown.phase()).isEqualTo(CallPhase.FIRST_BYTE);
        assertThat(unknown.endpoint()).isSameAs(Endpoint.IMAGE_TO_VIDEO);
    }

    @ParameterizedTest
    @EnumSource(CallPhase.class)
    void ofAPhaseInWords(CallPhase phase) {
        assertThat(phase.description()).matches("[a-zA-Z][a-zA-Z ]+");
    }
}
