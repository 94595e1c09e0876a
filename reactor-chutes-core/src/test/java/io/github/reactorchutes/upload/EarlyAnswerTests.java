package io.github.reactorchutes.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server may reject an upload before its end. */
class EarlyAnswerTests {

    private static final String REFUSAL =
            Heads.answer(413, "application/json", "{\"detail\":\"Request body is too large.\"}");

    private static final VideoRequest REQUEST = ImageToVideoRequest.builder(
                    "a fox", Image.bytes(new byte[20_000_000]).withoutCheck())
            .build();

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    /** The rest of the upload hits a reset, which fails a write; the response is still readable. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100_000, 3_000_000})
    void isReportedEvenIfTheServerClosesAtOnce(int read) throws Exception {
        AtomicInteger connections = new AtomicInteger();
        assertReported(connection -> {
            connections.incrementAndGet();
            connection.readHead();
            connection.readBody(read);
            connection.write(REFUSAL);
        });
        assertThat(connections).hasValue(20);
    }

    /** The upload may end before its response is read; the connection can then serve the next call. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100_000, 3_000_000})
    void isReportedIfTheServerReadsOn(int read) throws Exception {
        assertReported(connection -> {
            while (true) {
                int length = Integer.parseInt(connection.readHead().header("Content-Length"));
                connection.readBody(read);
                connection.write(REFUSAL);
                connection.readBody(length - read);
            }
        });
    }

    /**
     * The server does not read the rest of the upload; the response is still read, whatever the connection did before.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void isReportedIfTheServerReadsNoMore(int callsBefore) throws Exception {
        Semaphore reported = new Semaphore(0);
        try (RawServer server = RawServer.start(connection -> {
            for (int i = 0; i < callsBefore; i++) {
                connection.readRequest();
                connection.write(REFUSAL);
            }
            connection.readHead();
            connection.write(REFUSAL);
            reported.acquireUninterruptibly();
        })) {
            ChutesClient client = fixture.client(server.url());
            for (int i = 0; i < callsBefore; i++) {
                Calls.failure(ChutesResponseException.class, client, Requests.text());
                Await.untilAsserted(
                        () -> assertThat(client.connectionStats().idle()).isEqualTo(1));
            }
            ChutesResponseException failure = Calls.failure(ChutesResponseException.class, client, REQUEST);
            assertThat(failure.status()).isEqualTo(413);
            assertThat(server.connections()).hasSize(1);
        } finally {
            reported.release();
        }
    }

    private void assertReported(RawServer.Script script) throws Exception {
        try (RawServer server = RawServer.start(script)) {
            ChutesClient client = fixture.client(server.url());
            for (int i = 0; i < 20; i++) {
                ChutesResponseException failure = Calls.failure(ChutesResponseException.class, client, REQUEST);
                assertThat(failure.status()).isEqualTo(413);
                assertThat(failure.detail()).isEqualTo("Request body is too large.");
            }
            fixture.assertClean();
        }
    }
}
