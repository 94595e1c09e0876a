package io.github.reactorchutes.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.ProxyProvider.Proxy;

/** What stands between this machine and the platform: whatever a proxy does, the platform has not seen the request. */
class ProxyFaultTests {

    private static final URI SECURE = URI.create("https://chute.example");

    private static final URI PLAIN = URI.create("http://chute.example");

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(SECURE, "407 Proxy Authentication Required", false),
                Arguments.of(SECURE, "403 Forbidden", false),
                Arguments.of(SECURE, "502 Bad Gateway", true),
                Arguments.of(SECURE, "503 Service Unavailable", true),
                Arguments.of(PLAIN, "407 Proxy Authentication Required", false),
                Arguments.of(PLAIN, "403 Forbidden", false),
                Arguments.of(PLAIN, "502 Bad Gateway", true));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void namesTheProxyAndItsAnswer(URI target, String answer, boolean retried) throws IOException {
        try (RawServer proxy = RawServer.startPlain(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 " + answer + "\r\nContent-Length: 4\r\n\r\nnope");
            connection.awaitClientClose();
        })) {
            ChutesNotSentException failure = fails(target, http -> through(http, proxy));

            assertThat(failure.phase()).isEqualTo(CallPhase.CONNECT);
            assertThat(failure.isRetryable()).isEqualTo(retried);
            assertThat(failure)
                    .hasMessageContaining("proxy")
                    .hasMessageContaining(String.valueOf(proxy.port()))
                    .hasMessageContaining(answer.substring(0, 3));
            assertThat(proxy.connections()).hasSize(retried ? 4 : 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"https://chute.example", "http://chute.example"})
    void namesAProxyThatHangsUp(URI target) throws IOException {
        try (RawServer proxy = RawServer.startPlain(connection -> connection.readHead())) {
            ChutesNotSentException failure = fails(target, http -> through(http, proxy));

            assertThat(failure.phase()).isEqualTo(CallPhase.CONNECT);
            assertThat(failure.isRetryable()).isTrue();
            assertThat(failure).hasMessageContaining("proxy").hasMessageContaining(String.valueOf(proxy.port()));
        }
    }

    @ParameterizedTest
    @CsvSource({"https://chute.example", "http://chute.example"})
    void namesASilentProxy(URI target) throws IOException {
        try (RawServer proxy = RawServer.startPlain(connection -> connection.awaitClientClose())) {
            ChutesNotSentException failure = fails(
                    target,
                    http -> http.proxy(spec -> spec.type(Proxy.HTTP)
                            .host("127.0.0.1")
                            .port(proxy.port())
                            .connectTimeoutMillis(200)));

            assertThat(failure.phase()).isEqualTo(CallPhase.CONNECT);
            assertThat(failure).hasMessageContaining("proxy").hasMessageContaining(String.valueOf(proxy.port()));
        }
    }

    @ParameterizedTest
    @CsvSource({"https://chute.example", "http://chute.example"})
    void namesASocksProxyThatIsNone(URI target) throws IOException {
        try (RawServer proxy = RawServer.startPlain(connection -> {
            connection.write("HTTP/1.1 400 Bad Request\r\n\r\n");
            connection.awaitClientClose();
        })) {
            ChutesNotSentException failure = fails(
                    target,
                    http -> http.proxy(
                            spec -> spec.type(Proxy.SOCKS5).host("127.0.0.1").port(proxy.port())));

            assertThat(failure.phase()).isEqualTo(CallPhase.CONNECT);
            assertThat(failure).hasMessageContaining("proxy").hasMessageContaining(String.valueOf(proxy.port()));
        }
    }

    @Test
    void namesAProxyThatNobodyKnows() {
        ChutesNotSentException failure = fails(
                SECURE,
                http -> http.proxy(
                        spec -> spec.type(Proxy.HTTP).host("proxy.invalid").port(3128)));

        assertThat(failure.phase()).isEqualTo(CallPhase.RESOLVE);
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure).hasMessageContaining("proxy.invalid");
    }

    /** Reactor Netty looks up a proxy's name where a call is subscribed to, which is often an event loop. */
    @Test
    void looksUpTheProxyElsewhere() throws IOException {
        AtomicReference<Thread> thread = new AtomicReference<>();
        try (RawServer proxy = videos()) {
            ChutesClient client = clients.client(
                    URI.create("http://only-the-proxy-knows.example"),
                    builder -> builder.allowInsecureHttp(true)
                            .httpClient(http -> http.proxy(spec -> spec.type(Proxy.HTTP)
                                    .host("127.0.0.1")
                                    .port(proxy.port())
                                    .username("user")
                                    .password(user -> {
                                        thread.set(Thread.currentThread());
                                        return "password";
                                    }))));

            assertThat(Calls.video(client, Requests.text())).isNotEmpty();
            assertThat(thread.get()).isNotSameAs(Thread.currentThread());
        }
    }

    @Test
    void leavesNamesToAProxyThatIsFoundLate() throws IOException {
        try (RawServer proxy = videos()) {
            ChutesClient client = clients.client(
                    URI.create("http://only-the-proxy-knows.example"),
                    builder -> builder.allowInsecureHttp(true)
                            .httpClient(http -> http.proxyWhen((config, spec) -> Mono.just(
                                    spec.type(Proxy.HTTP).host("127.0.0.1").port(proxy.port())))));

            assertThat(Calls.video(client, Requests.text())).isNotEmpty();
        }
    }

    /** Hosts that are reached without the proxy are looked up here. */
    @Test
    void looksUpWhatTheProxyIsNotFor() throws IOException {
        byte[] video = Videos.ofSize(1000);
        try (RawServer server = RawServer.startPlain(connection -> {
            connection.readRequest();
            connection.write(Heads.video(video.length)).write(video);
            connection.awaitClientClose();
        })) {
            ChutesClient client = clients.client(
                    URI.create("http://localhost:" + server.port()),
                    builder -> builder.httpClient(http -> http.proxyWhen((config, spec) -> Mono.just(
                            spec.type(Proxy.HTTP).host("127.0.0.1").port(1).nonProxyHosts("localhost")))));

            assertThat(Calls.video(client, Requests.text())).isEqualTo(video);
        }
    }

    private static RawServer videos() {
        byte[] video = Videos.ofSize(1000);
        return RawServer.startPlain(connection -> {
            assertThat(connection.readHead().head()).startsWith("CONNECT only-the-proxy-knows.example:80 ");
            connection.write("HTTP/1.1 200 Connected\r\n\r\n");
            connection.readRequest();
            connection.write(Heads.video(video.length)).write(video);
            connection.awaitClientClose();
        });
    }

    private static HttpClient through(HttpClient http, RawServer proxy) {
        return http.proxy(spec -> spec.type(Proxy.HTTP).host("127.0.0.1").port(proxy.port()));
    }

    private ChutesNotSentException fails(URI target, UnaryOperator<HttpClient> customizer) {
        ChutesClient client = clients.client(
                target,
                builder -> Faults.withRetries(builder).allowInsecureHttp(true).httpClient(customizer));
        return Faults.fails(ChutesNotSentException.class, clients, client, Requests.text());
    }
}
