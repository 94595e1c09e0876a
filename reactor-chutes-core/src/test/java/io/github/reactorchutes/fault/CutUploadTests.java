package io.github.reactorchutes.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Pictures;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import java.io.IOException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A request that has not wholly left this machine is no whole JSON: the platform cannot have begun, whatever happens. */
class CutUploadTests {

    private static final byte[] IMAGE = Pictures.png(12_000_000);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @RepeatedTest(3)
    void isNotSentWhenTheConnectionIsReset() throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readHead();
            connection.readBody(1_000_000);
            connection.reset();
        })) {
            assertNotSent(server);
        }
    }

    @RepeatedTest(3)
    void isNotSentWhenTheServerCloses() throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readHead();
            connection.readBody(100_000);
        })) {
            assertNotSent(server);
        }
    }

    @Test
    void isNotSentWhenTheServerIsNoHttpServer() throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readHead();
            connection.write("220 mail.example ESMTP\r\n\r\n");
            connection.awaitClientClose();
        })) {
            assertNotSent(server);
        }
    }

    @Test
    void isNotSentWhenTheClientIsClosedMeanwhile() throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readHead();
            clients.closeAll();
            connection.awaitClientClose();
        })) {
            ChutesClient client = clients.client(server.url());

            ChutesNotSentException failure = Faults.fails(ChutesNotSentException.class, clients, client, large());

            assertThat(failure).hasMessageContaining("the client was closed");
        }
    }

    private void assertNotSent(RawServer server) {
        ChutesClient client = clients.client(server.url(), Faults::withRetries);

        ChutesNotSentException failure = Faults.fails(ChutesNotSentException.class, clients, client, large());

        assertThat(failure.phase()).isEqualTo(CallPhase.SEND);
        assertThat(failure.isRetryable()).isTrue();
        assertThat(server.connections()).hasSize(4);
    }

    private static VideoRequest large() {
        return ImageToVideoRequest.builder("a fox", Image.bytes(IMAGE)).build();
    }
}
