package io.github.reactorchutes.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.TlsIdentity;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.fixture.Wire;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.resilience.RetryFilter;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectFaultTests {

    private static TlsIdentity identity;

    private static TlsIdentity other;

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    private final List<Integer> attempts = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void makeIdentity(@TempDir Path directory) throws IOException, GeneralSecurityException {
        identity = TlsIdentity.selfSigned(directory, "localhost");
        other = TlsIdentity.selfSigned(directory, "other.example");
    }

    /** Row 37. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void triesARefusedConnectionAgain(VideoRequest request) throws IOException {
        ChutesClient client = countingClient(URI.create("http://127.0.0.1:" + refusedPort()), builder -> builder);

        ChutesNotSentException failure = Faults.fails(ChutesNotSentException.class, clients, client, request);

        assertThat(failure.phase()).isEqualTo(CallPhase.CONNECT);
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure.invocationId()).isNull();
        assertThat(failure).hasMessageContaining("connecting failed").hasRootCauseInstanceOf(IOException.class);
        assertThat(attempts).containsExactly(1, 2, 3);
    }

    /** Row 38: a listener whose backlog is full drops what comes next. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void limitsTheConnect(VideoRequest request) throws IOException {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> backlog = fill(full);
            ChutesClient client = clients.client(
                    URI.create("http://127.0.0.1:" + full.getLocalPort()),
                    builder -> builder.connectTimeout(Duration.ofMillis(150)));

            ChutesNotSentException failure = Faults.fails(ChutesNotSentException.class, clients, client, request);

            assertThat(failure.phase()).isEqualTo(CallPhase.CONNECT);
            assertThat(failure.isRetryable()).isTrue();
            assertThat(failure).hasMessageContaining("connection timed out" + afterTheBound());
            for (Socket socket : backlog) {
                socket.close();
            }
        }
    }

    /** Netty tells the bound over each transport but io_uring. */
    private static String afterTheBound() {
        return Wire.transport().equals("IoUring") ? "" : " after 150 ms";
    }

    /** Row 39. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void namesTheResolverWhenAHostIsUnknown(VideoRequest request) {
        ChutesClient client = countingClient(
                URI.create("https://x.invalid"),
                builder -> builder.httpClient(http -> http.resolver(DefaultAddressResolverGroup.INSTANCE)));

        ChutesNotSentException failure = Faults.fails(ChutesNotSentException.class, clients, client, request);

        assertThat(failure.phase()).isEqualTo(CallPhase.RESOLVE);
        assertThat(failure).hasRootCauseInstanceOf(UnknownHostException.class).hasMessageContaining("x.invalid");
        assertThat(attempts).containsExactly(1, 2, 3);
    }

    /** Row 39, with the resolver that is used when nothing is customised. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void namesTheAsynchronousResolverToo(VideoRequest request) {
        ChutesClient client = clients.client(
                URI.create("https://x.invalid"),
                builder -> builder.httpClient(http -> http.resolver(
                        dns -> dns.queryTimeout(Duration.ofMillis(200)).maxQueriesPerResolve(1))));

        ChutesNotSentException failure = Faults.fails(ChutesNotSentException.class, clients, client, request);

        assertThat(failure.phase()).isEqualTo(CallPhase.RESOLVE);
        assertThat(failure.isRetryable()).isTrue();
    }

    /** Row 40. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void refusesACertificateNobodyTrusts(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.startTls(identity.context(), connection -> connection.readRequest())) {
            ChutesClient client = countingClient(https("localhost", server), builder -> builder);

            ChutesNotSentException failure = Faults.fails(ChutesNotSentException.class, clients, client, request);

            assertThat(failure.phase()).isEqualTo(CallPhase.TLS);
            assertThat(failure.isRetryable()).isTrue();
            assertThat(failure).hasCauseInstanceOf(SSLException.class);
            assertThat(attempts).containsExactly(1, 2, 3);
            assertThat(server.requests()).isEmpty();
        }
    }

    /** Row 40, a sibling: the right chain for another name. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void refusesACertificateOfAnotherHost(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.startTls(other.context(), connection -> connection.readRequest())) {
            ChutesClient client = clients.client(
                    https("localhost", server),
                    builder -> builder.httpClient(http -> http.secure(spec -> spec.sslContext(trusting(other)))));

            ChutesNotSentException failure = Faults.fails(ChutesNotSentException.class, clients, client, request);

            assertThat(failure.phase()).isEqualTo(CallPhase.TLS);
            assertThat(server.requests()).isEmpty();
        }
    }

    /** Row 40. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void namesTlsWhenTheServerSpeaksNone(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.startPlain(connection -> {
            connection.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            connection.awaitClientClose();
        })) {
            ChutesClient client = countingClient(https("localhost", server), builder -> builder);

            ChutesNotSentException failure = Faults.fails(ChutesNotSentException.class, clients, client, request);

            assertThat(failure.phase()).isEqualTo(CallPhase.TLS);
            assertThat(attempts).containsExactly(1, 2, 3);
            Faults.assertClosed(server);
        }
    }

    /** Row 40, a sibling. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void namesTlsWhenTheServerClosesInTheHandshake(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.startPlain(connection -> connection.pause(Duration.ofMillis(20)))) {
            ChutesClient client = countingClient(https("localhost", server), builder -> builder);

            ChutesNotSentException failure = Faults.fails(ChutesNotSentException.class, clients, client, request);

            assertThat(failure.phase()).isEqualTo(CallPhase.TLS);
            assertThat(attempts).containsExactly(1, 2, 3);
        }
    }

    /** Row 40, a sibling. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void limitsTheHandshake(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.startPlain(connection -> connection.awaitClientClose())) {
            ChutesClient client = clients.client(
                    https("localhost", server),
                    builder -> builder.httpClient(http -> http.secure(
                            spec -> spec.sslContext(trusting(identity)).handshakeTimeout(Duration.ofMillis(200)))));

            ChutesNotSentException failure = Faults.fails(ChutesNotSentException.class, clients, client, request);

            assertThat(failure.phase()).isEqualTo(CallPhase.TLS);
            Faults.assertClosed(server);
        }
    }

    /** The counterpart of row 40: a certificate that a customizer trusts carries a call. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void speaksTlsWithATrustedServer(VideoRequest request) throws IOException {
        byte[] video = Videos.ofSize(100_000);
        try (RawServer server = RawServer.startTls(identity.context(), connection -> {
            connection.readRequest();
            connection.write(Heads.video(video.length)).write(video);
            connection.awaitClientClose();
        })) {
            ChutesClient client = clients.client(
                    https("localhost", server),
                    builder -> builder.httpClient(http -> http.secure(spec -> spec.sslContext(trusting(identity)))));

            assertThat(Calls.video(client, request)).isEqualTo(video);
        }
    }

    /** Row 41: whether the request was on its way already is a race, but it is told which it was. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void neverRepeatsARequestThatAResetMayHaveSwallowed(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.startPlain(connection -> connection.reset())) {
            ChutesClient client = countingClient(server.url(), builder -> builder);

            ChutesException failure = Faults.fails(ChutesException.class, clients, client, request);

            if (failure instanceof ChutesOutcomeUnknownException) {
                assertThat(failure.phase()).isIn(CallPhase.SEND, CallPhase.FIRST_BYTE);
                assertThat(failure.isRetryable()).isFalse();
            } else {
                assertThat(failure).isInstanceOf(ChutesNotSentException.class);
                assertThat(attempts).containsExactly(1, 2, 3);
            }
            assertThat(server.connections()).hasSameSizeAs(attempts);
        }
    }

    private ChutesClient countingClient(URI url, UnaryOperator<ChutesClient.Builder> settings) {
        return clients.client(
                url,
                builder -> settings.apply(builder)
                        .filter(RetryFilter.of(2, Duration.ofMillis(1), Duration.ofMillis(2)))
                        .filter((call, next) -> {
                            attempts.add(call.attempt());
                            return next.exchange(call);
                        }));
    }

    private static SslContext trusting(TlsIdentity server) {
        try {
            return SslContextBuilder.forClient()
                    .trustManager(server.certificate())
                    .build();
        } catch (GeneralSecurityException | SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static URI https(String host, RawServer server) {
        return URI.create("https://" + host + ":" + server.port());
    }

    private static int refusedPort() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return closed.getLocalPort();
        }
    }

    private static List<Socket> fill(ServerSocket full) throws IOException {
        List<Socket> backlog = new ArrayList<>();
        while (backlog.size() < 100) {
            Socket socket = new Socket();
            backlog.add(socket);
            try {
                socket.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()), 100);
            } catch (SocketTimeoutException isFull) {
                return backlog;
            }
        }
        throw new AssertionError("the backlog has no end");
    }
}
