package io.github.reactorchutes.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.error.ChutesResponseException.Reason;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.resilience.RetryFilter;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statuses that by their definition mean that the request was not processed. */
class NotProcessedTests {

    private static final byte[] VIDEO = Videos.ofSize(1000);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @ParameterizedTest
    @ValueSource(ints = {408, 421, 425})
    void areReportedAsSuch(int status) throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write(Heads.answer(status, "text/plain", "no")).awaitClientClose();
        })) {
            ChutesResponseException failure =
                    Calls.failure(ChutesResponseException.class, clients.client(server.url()), Requests.text());

            assertThat(failure.reason()).isEqualTo(Reason.NOT_PROCESSED);
            assertThat(failure.isRetryable()).isTrue();
            clients.assertClean();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 421, 425})
    void areSentAgain(int status) throws IOException {
        AtomicInteger answers = new AtomicInteger();
        try (RawServer server = RawServer.start(connection -> {
            while (true) {
                connection.readRequest();
                if (answers.incrementAndGet() == 1) {
                    connection.write(Heads.answer(status, "text/plain", "no"));
                } else {
                    connection.write(Heads.video(VIDEO.length)).write(VIDEO);
                }
            }
        })) {
            ChutesClient client = clients.client(
                    server.url(),
                    builder -> builder.filter(RetryFilter.of(3, Duration.ofMillis(1), Duration.ofMillis(2))));

            assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);
            assertThat(server.requests()).hasSize(2);
            assertThat(server.connections()).hasSize(status == 425 ? 1 : 2);
        }
    }
}
