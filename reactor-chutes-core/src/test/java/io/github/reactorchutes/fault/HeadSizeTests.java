package io.github.reactorchutes.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads as gateways make them: long, and sometimes of a body that is coded. */
class HeadSizeTests {

    private static final byte[] VIDEO = Videos.ofSize(2000);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @Test
    void readsALongHead() throws IOException {
        try (RawServer server = answering("200 OK", "video/mp4", header(40_000), VIDEO)) {
            assertThat(Calls.video(clients.client(server.url()), Requests.text()))
                    .isEqualTo(VIDEO);
        }
    }

    @Test
    void readsALongHeadOfAnError() throws IOException {
        byte[] busy = "{\"detail\":\"Infrastructure is at maximum capacity, try again later\"}"
                .getBytes(StandardCharsets.UTF_8);
        try (RawServer server = answering("429 Too Many Requests", "application/json", header(40_000), busy)) {
            ChutesResponseException failure =
                    Faults.fails(ChutesResponseException.class, clients, clients.client(server.url()), Requests.text());

            assertThat(failure.reason()).isEqualTo(ChutesResponseException.Reason.CAPACITY);
        }
    }

    @Test
    void namesTheBoundOfALongerHead() throws IOException {
        try (RawServer server = answering("200 OK", "video/mp4", header(5_000), VIDEO)) {
            ChutesClient client = clients.client(server.url(), builder -> builder.maxHeadBytes(4096));

            ChutesOutcomeUnknownException failure =
                    Faults.fails(ChutesOutcomeUnknownException.class, clients, client, Requests.text());

            assertThat(failure).hasMessageContaining("4096 bytes").hasMessageContaining("maxHeadBytes");
        }
    }

    @Test
    void asksForAnUncodedBody() throws IOException {
        try (RawServer server = answering("200 OK", "video/mp4", "", VIDEO)) {
            Calls.video(clients.client(server.url()), Requests.text());

            assertThat(server.requests().get(0).header("Accept-Encoding")).isEqualTo("identity");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "x-gzip", "gzip, identity", "deflate", "zstd"})
    void refusesACodedVideoByTheNameOfItsCoding(String coding) throws IOException {
        try (RawServer server = answering("200 OK", "video/mp4", "Content-Encoding: " + coding + "\r\n", VIDEO)) {
            ChutesResponseException failure =
                    Faults.fails(ChutesResponseException.class, clients, clients.client(server.url()), Requests.text());

            assertThat(failure.reason()).isEqualTo(ChutesResponseException.Reason.NOT_A_VIDEO);
            assertThat(failure).hasMessageContaining(coding);
        }
    }

    @Test
    void takesAnUncodedVideoThatSaysSo() throws IOException {
        try (RawServer server = answering("200 OK", "video/mp4", "Content-Encoding: identity\r\n", VIDEO)) {
            assertThat(Calls.video(clients.client(server.url()), Requests.text()))
                    .isEqualTo(VIDEO);
        }
    }

    private static String header(int length) {
        return "X-Trace: " + "x".repeat(length) + "\r\n";
    }

    private static RawServer answering(String status, String type, String header, byte[] body) {
        return RawServer.start(connection -> {
            connection.readRequest();
            connection
                    .write("HTTP/1.1 " + status + "\r\n" + header + "Content-Type: " + type + "\r\nContent-Length: "
                            + body.length + "\r\n\r\n")
                    .write(body);
            connection.awaitClientClose();
        });
    }
}
