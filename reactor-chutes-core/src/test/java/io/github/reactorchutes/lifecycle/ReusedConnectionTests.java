package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection is used again only where both sides said that it is there for another request. */
class ReusedConnectionTests {

    private static final byte[] VIDEO = Videos.ofSize(1000);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @Test
    void usesAConnectionAgain() throws IOException {
        assertConnections(1, "", builder -> builder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: close",
                "Connection: Close",
                "Connection: keep-alive, close",
                "Keep-Alive: timeout=0",
                "Keep-Alive: max=100, timeout=0",
                "Keep-Alive: timeout=1"
            })
    void usesNoConnectionAgainThatItsServerCloses(String header) throws IOException {
        assertConnections(3, header + "\r\n", builder -> builder);
    }

    @ParameterizedTest
    @CsvSource({"Keep-Alive: timeout=60", "Keep-Alive: nonsense", "Keep-Alive: timeout=99999999999"})
    void usesAConnectionAgainThatItsServerKeeps(String header) throws IOException {
        assertConnections(1, header + "\r\n", builder -> builder);
    }

    @Test
    void usesNoConnectionAgainWhoseRequestSaidClose() throws IOException {
        assertConnections(3, "", builder -> builder.httpClient(http -> http.keepAlive(false)));
    }

    @Test
    void usesNoConnectionAgainIfNoneIsKept() throws IOException {
        assertConnections(3, "", builder -> builder.maxIdleTime(Duration.ZERO));
    }

    @Test
    void closesWhatIsIdleForLong() throws IOException {
        try (RawServer server = RawServer.start(Scripts.sized(VIDEO))) {
            ChutesClient client = clients.client(server.url(), builder -> builder.maxIdleTime(Duration.ofMillis(100)));
            Calls.video(client, Requests.text());

            Await.untilAsserted(
                    () -> assertThat(client.connectionStats().idle()).isZero());
            assertThat(server.connections().get(0).isClosedByClient()).isTrue();
        }
    }

    private void assertConnections(int number, String header, UnaryOperator<ChutesClient.Builder> settings)
            throws IOException {
        try (RawServer server = RawServer.start(Scripts.always(connection -> connection
                .write("HTTP/1.1 200 OK\r\n" + header + "Content-Type: video/mp4\r\nContent-Length: " + VIDEO.length
                        + "\r\n\r\n")
                .write(VIDEO)))) {
            ChutesClient client = clients.client(server.url(), settings);

            for (int i = 0; i < 3; i++) {
                assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);
                clients.assertClean();
            }

            assertThat(server.connections()).hasSize(number);
        }
    }
}
