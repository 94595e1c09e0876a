package io.github.reactorchutes.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.sink.VideoBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The start of an operation carries a key, so it may be sent again when nobody knows what became of it. */
@Tag("watched")
class KeyedStartTests {

    private static final String ACCEPTED = "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\n"
            + "X-Chutes-OperationID: op-1\r\nContent-Length: 13\r\n\r\n{\"id\":\"op-1\"}";

    private static final VideoExchangeFilter KEYED = (call, next) -> next.exchange(call.withIdempotencyKey("order-17"));

    private static final Backoff SOON = Backoff.of(3, Duration.ofMillis(1), Duration.ofMillis(5));

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    /** Ways in which the outcome of a start is unknown. */
    enum Unknown {
        RESET {
            @Override
            void answer(RawConnection connection) throws IOException {
                connection.reset();
            }
        },
        CUT_HEAD {
            @Override
            void answer(RawConnection connection) throws IOException {
                connection.write(ACCEPTED.substring(0, 40));
            }
        },
        SERVER_ERROR {
            @Override
            void answer(RawConnection connection) throws IOException {
                connection.write(Heads.answer(500, "text/plain", "Internal Server Error"));
            }
        },
        BAD_GATEWAY {
            @Override
            void answer(RawConnection connection) throws IOException {
                connection.write(Heads.answer(502, "text/html", "<html></html>"));
            }
        },
        GATEWAY_TIMEOUT {
            @Override
            void answer(RawConnection connection) throws IOException {
                connection.write(Heads.answer(504, "text/html", "<html></html>"));
            }
        };

        abstract void answer(RawConnection connection) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void sendsTheSameStartAgain(Unknown unknown) throws IOException {
        try (RawServer server = failingTwice(unknown)) {
            ChutesClient client = clients.client(
                    server.url(),
                    builder -> builder.filter(KEYED)
                            .filter(RetryFilter.builder().keyedStart(SOON).build()));

            assertThat(body(client)).isEqualTo("{\"id\":\"op-1\"}");

            assertThat(server.requests()).hasSize(3).allSatisfy(request -> {
                assertThat(request.header("Idempotency-Key")).isEqualTo("order-17");
                assertThat(request.body()).isEqualTo(server.requests().get(0).body());
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void neverSendsAPlainCallAgain(Unknown unknown) throws IOException {
        try (RawServer server = failingTwice(unknown)) {
            ChutesClient client = clients.client(
                    server.url(),
                    builder -> builder.filter(
                            RetryFilter.builder().keyedStart(SOON).build()));

            assertThat(Calls.failure(RuntimeException.class, client, Requests.text()))
                    .matches(
                            failure -> failure instanceof ChutesOutcomeUnknownException unsure
                                    ? !unsure.isRetryable()
                                    : failure instanceof ChutesResponseException answer && !answer.isRetryable(),
                            "is not retryable");

            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void reportsThatSendingAgainIsSafe(Unknown unknown) throws IOException {
        try (RawServer server = failingTwice(unknown)) {
            ChutesClient client = clients.client(server.url(), builder -> builder.filter(KEYED));

            assertThat(Calls.failure(RuntimeException.class, client, Requests.text()))
                    .matches(
                            failure -> failure instanceof ChutesOutcomeUnknownException unsure
                                    ? unsure.isRetryable()
                                    : failure instanceof ChutesResponseException answer && answer.isRetryable(),
                            "is retryable");
        }
    }

    @Test
    void isAnErrorForAPlainCall() throws IOException {
        try (RawServer server = answering(ACCEPTED)) {
            ChutesResponseException failure =
                    Calls.failure(ChutesResponseException.class, clients.client(server.url()), Requests.text());

            assertThat(failure.status()).isEqualTo(202);
            assertThat(failure.reason()).isEqualTo(ChutesResponseException.Reason.NOT_A_VIDEO);
        }
    }

    @Test
    void takesTheOperationOfARepeatedStart() throws IOException {
        String known = ACCEPTED.replace("202 Accepted", "200 OK");
        try (RawServer server = answering(known)) {
            ChutesClient client = clients.client(server.url(), builder -> builder.filter(KEYED));

            assertThat(body(client)).isEqualTo("{\"id\":\"op-1\"}");
        }
    }

    @Test
    void failsWhenTheKeyIsOfAnotherRequest() throws IOException {
        String refusal = "{\"detail\":\"The idempotency key was already used for a different request.\"}";
        try (RawServer server = answering(Heads.answer(409, "application/json", refusal))) {
            ChutesClient client = clients.client(
                    server.url(),
                    builder -> builder.filter(KEYED)
                            .filter(RetryFilter.builder().keyedStart(SOON).build()));

            ChutesResponseException failure = Calls.failure(ChutesResponseException.class, client, Requests.text());

            assertThat(failure.reason()).isEqualTo(ChutesResponseException.Reason.KEY_REUSED);
            assertThat(failure.isRetryable()).isFalse();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "Käse", "a\r\nb"})
    void rejectsKeysThatNoHeaderCanCarry(String key) {
        assertThatThrownBy(() -> ChutesCall.of(Requests.text()).withIdempotencyKey(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the idempotency key must ")
                .message()
                .matches(message -> key.isBlank() || !message.contains(key));
    }

    @Test
    void limitsTheLengthOfKeys() {
        ChutesCall call = ChutesCall.of(Requests.text());

        assertThat(call.withIdempotencyKey("k".repeat(255)).idempotencyKey()).hasSize(255);
        assertThatThrownBy(() -> call.withIdempotencyKey("k".repeat(256)))
                .hasMessage("the idempotency key must have 1 to 255 characters but has 256");
    }

    private static String body(ChutesClient client) {
        byte[] bytes = client.exchange(Requests.text())
                .flatMapMany(VideoResponse::body)
                .map(VideoBytes::take)
                .reduce(new byte[0], (before, next) -> (text(before) + text(next)).getBytes(StandardCharsets.UTF_8))
                .block(Calls.SOON);
        return text(bytes == null ? new byte[0] : bytes);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static RawServer failingTwice(Unknown unknown) {
        AtomicInteger count = new AtomicInteger();
        return RawServer.start(connection -> {
            connection.readRequest();
            if (count.incrementAndGet() <= 2) {
                unknown.answer(connection);
            } else {
                connection.write(ACCEPTED);
                connection.awaitClientClose();
            }
        });
    }

    private static RawServer answering(String answer) {
        return RawServer.start(connection -> {
            connection.readRequest();
            connection.write(answer);
            connection.awaitClientClose();
        });
    }
}
