package io.github.reactorchutes.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.TlsIdentity;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.request.VideoRequest;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.transport.ProxyProvider;

/** Which server receives which request, and with it the token. */
class TokenHostTests {

    private static final byte[] VIDEO = Videos.ofSize(100);

    private static final Map<Endpoint, String> PATHS = Map.of(
            Endpoint.TEXT_TO_VIDEO, "/text2video",
            Endpoint.IMAGE_TO_VIDEO, "/image2video",
            Endpoint.FAST_IMAGE_TO_VIDEO, "/generate");

    private static final String PROXY_CREDENTIALS = "Basic dXNlcjpwYXNz";

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void keepsThePathOfTheBaseUrl(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.start(TokenHostTests::serve)) {
            for (String base : new String[] {"/a/b", "/a/b/"}) {
                Calls.video(clients.client(server.url().resolve(base)), request);
            }

            assertThat(server.requests()).hasSize(2).allSatisfy(sent -> {
                assertThat(sent.path()).isEqualTo("/a/b" + PATHS.get(request.endpoint()));
                assertThat(sent.head()).startsWith("POST ");
                assertThat(sent.header("Host")).isEqualTo("127.0.0.1:" + server.port());
            });
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void prefersTheUrlOfTheEndpoint(VideoRequest request) throws IOException {
        try (RawServer base = RawServer.start(TokenHostTests::serve);
                RawServer own = RawServer.start(TokenHostTests::serve)) {
            ChutesClient client = clients.client(
                    base.url(),
                    builder -> builder.endpointUrl(request.endpoint(), own.url().resolve("/own?model=x%20y")));

            Calls.video(client, request);

            assertThat(base.connections()).isEmpty();
            assertThat(own.requests())
                    .singleElement()
                    .satisfies(sent -> assertThat(sent.path()).isEqualTo("/own?model=x%20y"));
        }
    }

    @Test
    void callsAnyOtherChuteOnATrustedHost() throws IOException {
        try (RawServer server = RawServer.start(TokenHostTests::serve)) {
            ChutesClient client =
                    clients.client(URI.create("https://somewhere.example"), builder -> builder.trustHost("127.0.0.1"));
            VideoRequest request = ChuteRequest.builder("my-chute", server.url().resolve("/v2/make"))
                    .field("text", "a fox")
                    .field("size", 7)
                    .build();

            assertThat(Calls.video(client, request)).isEqualTo(VIDEO);

            assertThat(server.requests()).singleElement().satisfies(sent -> {
                assertThat(sent.path()).isEqualTo("/v2/make");
                assertThat(sent.text()).isEqualTo("{\"text\":\"a fox\",\"size\":7}");
                assertThat(sent.header("Authorization")).isEqualTo("Bearer cpk_test.secret");
            });
        }
    }

    @Test
    void refusesAnotherChuteOnAHostNobodyTrusts() throws IOException {
        try (RawServer server = RawServer.start(TokenHostTests::serve)) {
            ChutesClient client = clients.client(URI.create("https://somewhere.example"));
            VideoRequest request = ChuteRequest.builder("my-chute", server.url())
                    .field("text", "a fox")
                    .build();

            InvalidVideoRequestException failure = Calls.failure(InvalidVideoRequestException.class, client, request);

            assertThat(failure.field()).isEqualTo("url");
            assertThat(failure).hasMessageContaining("trustHost(\"127.0.0.1\")");
            assertThat(server.connections()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void sendsTheTokenNowhereElseOnARedirect(int status) throws IOException {
        try (RawServer elsewhere = RawServer.start(TokenHostTests::serve);
                RawServer server = RawServer.start(connection -> {
                    connection.readRequest();
                    connection.write("HTTP/1.1 " + status + " X\r\nLocation: " + elsewhere.url()
                            + "/text2video\r\nContent-Length: 0\r\n\r\n");
                    connection.awaitClientClose();
                })) {
            ChutesClient client = clients.client(
                    server.url(),
                    builder -> builder.httpClient(http -> http.followRedirect(true)
                            .followRedirect((request, response) -> true)
                            .disableRetry(false)));
            VideoRequest request = ChuteRequest.builder("my-chute", server.url())
                    .field("text", "a fox")
                    .build();

            ChutesResponseException failure = Calls.failure(ChutesResponseException.class, client, request);

            assertThat(failure.status()).isEqualTo(status);
            assertThat(server.requests()).hasSize(1);
            assertThat(elsewhere.connections()).isEmpty();
        }
    }

    /** A customizer can move a client to another base URL, but the URL of a call is absolute. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void isNotMovedByACustomizer(VideoRequest request) throws IOException {
        try (RawServer elsewhere = RawServer.start(TokenHostTests::serve);
                RawServer server = RawServer.start(TokenHostTests::serve)) {
            ChutesClient client = clients.client(
                    server.url(),
                    builder -> builder.httpClient(
                            http -> http.baseUrl(elsewhere.url().toString())
                                    .headers(headers -> headers.set("Authorization", "Basic x")
                                            .set("Content-Type", "text/plain")
                                            .set("Transfer-Encoding", "chunked"))));

            assertThat(Calls.video(client, request)).isEqualTo(VIDEO);

            assertThat(elsewhere.connections()).isEmpty();
            assertThat(server.requests()).singleElement().satisfies(sent -> {
                assertThat(sent.header("Authorization")).isEqualTo("Bearer cpk_test.secret");
                assertThat(sent.header("Content-Type")).isEqualTo("application/json");
                assertThat(sent.header("Transfer-Encoding")).isEmpty();
                assertThat(sent.head()).doesNotContain("Basic x");
            });
        }
    }

    /** A proxy only learns the host; the rest is encrypted. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void tellsAProxyNothingButTheHost(VideoRequest request, @TempDir Path directory) throws Exception {
        TlsIdentity identity = TlsIdentity.selfSigned(directory, "localhost");
        List<String> connects = new CopyOnWriteArrayList<>();
        try (RawServer server = RawServer.startTls(identity.context(), TokenHostTests::serve);
                RawServer proxy = RawServer.startPlain(connection -> {
                    connects.add(connection.readHead().head());
                    connection.write("HTTP/1.1 200 OK\r\n\r\n").tunnelTo(server);
                })) {
            ChutesClient client = throughProxy(proxy, server, identity);

            assertThat(Calls.video(client, request)).isEqualTo(VIDEO);

            assertThat(connects)
                    .singleElement()
                    .satisfies(head -> assertThat(head)
                            .startsWith("CONNECT localhost:" + server.port() + " HTTP/1.1\r\n")
                            .contains("roxy-authorization: " + PROXY_CREDENTIALS)
                            .doesNotContain("cpk_test")
                            .doesNotContainPattern("(?im)^(authorization|x-chutes|content-)"));
            assertThat(server.requests()).singleElement().satisfies(sent -> {
                assertThat(sent.header("Authorization")).isEqualTo("Bearer cpk_test.secret");
                assertThat(sent.header("Proxy-Authorization")).isEmpty();
            });
        }
    }

    @Test
    void tellsAProxyNothingThatRefuses(@TempDir Path directory) throws Exception {
        TlsIdentity identity = TlsIdentity.selfSigned(directory, "localhost");
        List<String> received = new CopyOnWriteArrayList<>();
        try (RawServer server = RawServer.startTls(identity.context(), TokenHostTests::serve);
                RawServer proxy = RawServer.startPlain(connection -> {
                    received.add(connection.readHead().head());
                    connection.write("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n");
                    received.add(connection.readHead().head());
                })) {
            ChutesClient client = throughProxy(proxy, server, identity);

            ChutesNotSentException failure = Calls.failure(ChutesNotSentException.class, client, Requests.text());

            assertThat(failure).hasStackTraceContaining("407");
            assertThat(received).singleElement().asString().doesNotContain("cpk_test");
            assertThat(server.connections()).isEmpty();
        }
    }

    private ChutesClient throughProxy(RawServer proxy, RawServer server, TlsIdentity identity) throws Exception {
        SslContext trust = SslContextBuilder.forClient()
                .trustManager(identity.certificate())
                .build();
        return clients.client(
                URI.create("https://localhost:" + server.port()),
                builder -> builder.httpClient(http -> http.secure(spec -> spec.sslContext(trust))
                        .proxy(spec -> spec.type(ProxyProvider.Proxy.HTTP)
                                .host("127.0.0.1")
                                .port(proxy.port())
                                .username("user")
                                .password(name -> "pass"))));
    }

    /** An unreachable URL must not cause a fallback to another one. */
    @Test
    void doesNotFallBackToThePlatform() {
        ChutesClient client = clients.client(URI.create("http://127.0.0.1:1"));

        assertThat(Calls.failure(ChutesNotSentException.class, client, Requests.text()))
                .hasMessageContaining("127.0.0.1:1");
    }

    private static void serve(RawConnection connection) throws IOException {
        while (true) {
            connection.readRequest();
            connection.write(Heads.video(VIDEO.length)).write(VIDEO);
        }
    }
}
