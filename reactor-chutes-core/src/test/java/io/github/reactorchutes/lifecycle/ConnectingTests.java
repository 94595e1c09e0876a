package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.TlsIdentity;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.resilience.DeadlineFilter;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a call is told while its connection is made. */
class ConnectingTests {

    private static final byte[] VIDEO = Videos.ofSize(100);

    private static TlsIdentity identity;

    private static SslContext trust;

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    private final List<CallPhase> phases = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void makeIdentity(@TempDir Path directory) throws IOException, GeneralSecurityException {
        identity = TlsIdentity.selfSigned(directory, "localhost");
        trust = SslContextBuilder.forClient()
                .trustManager(identity.certificate())
                .build();
    }

    @Test
    void entersEachPhaseOfANewConnectionAndNoneOfAPooledOne() throws IOException {
        try (RawServer server = RawServer.startTls(identity.context(), connection -> {
            for (int i = 0; i < 2; i++) {
                connection.readRequest();
                connection.write(Heads.video(VIDEO.length)).write(VIDEO);
            }
            connection.awaitClientClose();
        })) {
            ChutesClient client = client(https(server), builder -> builder);

            Calls.video(client, Requests.text());
            clients.assertClean();
            assertThat(phases)
                    .containsExactly(
                            CallPhase.POOL_ACQUIRE,
                            CallPhase.RESOLVE,
                            CallPhase.CONNECT,
                            CallPhase.TLS,
                            CallPhase.SEND,
                            CallPhase.FIRST_BYTE,
                            CallPhase.BODY);

            phases.clear();
            Calls.video(client, Requests.text());
            assertThat(phases)
                    .containsExactly(CallPhase.POOL_ACQUIRE, CallPhase.SEND, CallPhase.FIRST_BYTE, CallPhase.BODY);
        }
    }

    @Test
    void looksUpNoAddressThatIsGiven() throws IOException {
        try (RawServer server = RawServer.startPlain(connection -> {
            connection.readRequest();
            connection.write(Heads.video(VIDEO.length)).write(VIDEO);
            connection.awaitClientClose();
        })) {
            Calls.video(client(server.url(), builder -> builder), Requests.text());

            assertThat(phases)
                    .containsExactly(
                            CallPhase.POOL_ACQUIRE,
                            CallPhase.CONNECT,
                            CallPhase.SEND,
                            CallPhase.FIRST_BYTE,
                            CallPhase.BODY);
        }
    }

    @Test
    void isWhatADeadlineNamesThatPassesInTheConnect() throws IOException {
        try (SilentPort silent = SilentPort.open()) {
            ChutesClient client = client(silent.url(), builder -> builder.connectTimeout(Duration.ofSeconds(1)));

            ChutesNotSentException failure =
                    Calls.failure(ChutesNotSentException.class, limited(client), Requests.text());

            assertThat(failure).hasMessageContaining("the deadline of PT0.3S passed while connecting");
        }
    }

    @Test
    void isWhatADeadlineNamesThatPassesInTheHandshake() throws IOException {
        try (RawServer server = RawServer.startPlain(connection -> connection.awaitClientClose())) {
            ChutesClient client = client(https(server), builder -> builder);

            ChutesNotSentException failure =
                    Calls.failure(ChutesNotSentException.class, limited(client), Requests.text());

            assertThat(failure).hasMessageContaining("the deadline of PT0.3S passed while the TLS handshake");
        }
    }

    private ChutesClient client(URI url, UnaryOperator<ChutesClient.Builder> settings) {
        return clients.client(
                url,
                builder -> settings.apply(builder)
                        .httpClient(http ->
                                http.secure(spec -> spec.sslContext(trust).handshakeTimeout(Duration.ofSeconds(1))))
                        .filter((call, next) -> next.exchange(call.withListener((same, phase) -> phases.add(phase)))));
    }

    private static ChutesClient limited(ChutesClient client) {
        return client.mutate()
                .filters(filters -> filters.add(0, DeadlineFilter.of(Duration.ofMillis(300))))
                .build();
    }

    private static URI https(RawServer server) {
        return URI.create("https://localhost:" + server.port());
    }
}
