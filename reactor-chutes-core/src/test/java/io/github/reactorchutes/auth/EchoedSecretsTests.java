package io.github.reactorchutes.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.resilience.RetryFilter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** What a server, or a customizer, does with a secret must not show it. */
class EchoedSecretsTests {

    private static final String TOKEN = "open-sesame/17+tenant";

    private static final String PROMPT = "my sister's red boat in the fog of November";

    private static final VideoRequest REQUEST = TextToVideoRequest.builder(PROMPT)
            .negativePrompt("no brother of mine")
            .build();

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"detail\":\"prompt not allowed: %s\"}",
                "{\"detail\":[{\"msg\":\"too long\",\"input\":\"%s\"}]}",
                "{\"detail\":\"negative prompt not allowed: no brother of mine\"}",
                "<h1>%s</h1>",
                "my sister's red boat in..."
            })
    void masksThePromptThatAServerEchoes(String body) throws IOException {
        ChutesResponseException failure = answered(
                ChutesResponseException.class, Heads.answer(400, "application/json", body.replace("%s", PROMPT)));

        assertThat(shown(failure) + failure.excerpt() + failure.detail()).doesNotContain("sister", "brother");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: %s\r\n\r\n",
                "HTTP/1.1 %s OK\r\n\r\n",
                "%s 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\n%s\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: %s\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: %s\r\n\r\n",
                "HTTP/1.1 302 Found\r\nLocation: https://%s/\r\nContent-Length: 0\r\n\r\n"
            })
    void masksTheTokenThatAHeadEchoes(String head) throws IOException {
        assertThat(shown(answered(ChutesException.class, head.replace("%s", TOKEN))))
                .doesNotContain(TOKEN)
                .doesNotContain("open-sesame");
    }

    /** Reactor Netty writes what it is given: a line break would begin another header, or another request. */
    @ParameterizedTest
    @ValueSource(strings = {"secret\r\nX-Injected: yes", "secret\nX", "secret\rX", "secret\0"})
    void refusesALineBreakInAHeaderOfOneCall(String value) throws IOException {
        try (RawServer server = RawServer.start(connection -> connection.readRequest())) {
            ChutesClient client = clients.client(
                    server.url(),
                    builder -> builder.filter(RetryFilter.of(3, Duration.ofMillis(1), Duration.ofMillis(2)))
                            .httpClient(
                                    http -> http.headersWhen(headers -> Mono.just(headers.add("X-Tenant", value)))));

            ChutesNotSentException failure = Calls.failure(ChutesNotSentException.class, client, Requests.text());

            assertThat(failure.phase()).isEqualTo(CallPhase.PREPARE);
            assertThat(failure.isRetryable()).isFalse();
            assertThat(shown(failure)).contains("X-Tenant").doesNotContain("secret", "Injected");
            assertThat(server.requests()).isEmpty();
        }
    }

    private <E extends ChutesException> E answered(Class<E> type, String answer) throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write(answer);
        })) {
            return Calls.failure(type, clients.client(server.url(), builder -> builder.apiToken(TOKEN)), REQUEST);
        }
    }

    private static String shown(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }
}
