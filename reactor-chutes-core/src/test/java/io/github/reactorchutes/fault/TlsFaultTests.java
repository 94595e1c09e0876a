package io.github.reactorchutes.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.TlsIdentity;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsFaultTests {

    private static final byte[] VIDEO = Videos.ofSize(50_000);

    private static TlsIdentity identity;

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @BeforeAll
    static void makeIdentity(@TempDir Path directory) throws IOException, GeneralSecurityException {
        identity = TlsIdentity.selfSigned(directory, "localhost");
    }

    /** With TLS 1.3 the client learns it after its handshake, when the request is on its way. */
    @ParameterizedTest
    @CsvSource({"TLSv1.2, 100", "TLSv1.3, 100", "TLSv1.3, 3000000"})
    void sendsNothingToAServerThatWantsACertificate(String protocol, int imageBytes) throws Exception {
        try (SSLServerSocket server = (SSLServerSocket) identity.context()
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            server.setNeedClientAuth(true);
            server.setEnabledProtocols(new String[] {protocol});
            acceptAll(server);
            ChutesClient client = client(server.getLocalPort(), trust().build());

            ChutesNotSentException failure =
                    Faults.fails(ChutesNotSentException.class, clients, client, request(imageBytes));

            // a long upload may be reset before the alert is read
            assertThat(failure.phase()).isIn(CallPhase.TLS, imageBytes > 1000 ? CallPhase.SEND : CallPhase.TLS);
        }
    }

    private static void acceptAll(SSLServerSocket server) {
        Thread accepting = new Thread(
                () -> {
                    while (!server.isClosed()) {
                        try (Socket accepted = server.accept()) {
                            accepted.getInputStream().skipNBytes(100_000);
                        } catch (IOException refused) {
                            // as wanted
                        }
                    }
                },
                "tls-server");
        accepting.start();
    }

    @Test
    void refusesToOfferHttp2() throws Exception {
        SslContext offering = trust().applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2,
                        ApplicationProtocolNames.HTTP_1_1))
                .build();

        ChutesNotSentException failure =
                Faults.fails(ChutesNotSentException.class, clients, client(1, offering), Requests.text());

        assertThat(failure.phase()).isEqualTo(CallPhase.PREPARE);
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure).hasMessageContaining("HTTP/2").hasMessageContaining("SslContext");
    }

    @Test
    void mayOfferHttp11() throws Exception {
        SslContext offering = trust().applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_1_1))
                .build();
        try (RawServer server = endedByClose(true, "")) {
            assertThat(Calls.video(client(server.port(), offering), Requests.text()))
                    .isEqualTo(VIDEO);
        }
    }

    /** The end of the connection is that of the body: only TLS can tell whether the server meant it. */
    @ParameterizedTest
    @ValueSource(strings = {"", "Connection: close\r\n"})
    void takesAnEndWithoutItsAnnouncementForACut(String header) throws Exception {
        try (RawServer server = endedByClose(false, header)) {
            ChutesBodyException failure = Faults.fails(
                    ChutesBodyException.class, clients, client(server.port(), trust().build()), Requests.text());

            assertThat(failure.reason()).isEqualTo(ChutesBodyException.Reason.TRUNCATED);
            assertThat(failure.bytesReceived()).isEqualTo(VIDEO.length);
            assertThat(failure).hasMessageContaining("close_notify");
        }
    }

    /** Nothing in a WebM shows that it is cut, so the missing announcement decides. */
    @Test
    void takesAnEndWithoutItsAnnouncementForACutOfAnyFormat() throws Exception {
        try (RawServer server = endedByClose(false, "X: y\r\n", "video/webm")) {
            ChutesBodyException failure = Faults.fails(
                    ChutesBodyException.class, clients, client(server.port(), trust().build()), Requests.text());

            assertThat(failure.reason()).isEqualTo(ChutesBodyException.Reason.TRUNCATED);
            assertThat(failure).hasMessageContaining("close_notify");
        }
    }

    @Test
    void takesAnEndThatIsAnnounced() throws Exception {
        try (RawServer server = endedByClose(true, "")) {
            assertThat(Calls.video(client(server.port(), trust().build()), Requests.text()))
                    .isEqualTo(VIDEO);
        }
    }

    private static RawServer endedByClose(boolean announced, String header) {
        return endedByClose(announced, header, "video/mp4");
    }

    private static RawServer endedByClose(boolean announced, String header, String type) {
        return RawServer.startTls(identity.context(), connection -> {
            connection.readRequest();
            connection
                    .write("HTTP/1.1 200 OK\r\n" + header + "Content-Type: " + type + "\r\n\r\n")
                    .write(VIDEO);
            if (announced) {
                connection.finish();
            } else {
                connection.finishTransport();
            }
            connection.awaitClientClose();
        });
    }

    private static VideoRequest request(int imageBytes) {
        return ImageToVideoRequest.builder(
                        "a fox", Image.bytes(new byte[imageBytes]).withoutCheck())
                .build();
    }

    private static SslContextBuilder trust() throws GeneralSecurityException {
        return SslContextBuilder.forClient().trustManager(identity.certificate());
    }

    private ChutesClient client(int port, SslContext tls) throws SSLException {
        return clients.client(
                URI.create("https://localhost:" + port),
                builder -> Faults.withRetries(builder).httpClient(http -> http.secure(spec -> spec.sslContext(tls))));
    }
}
