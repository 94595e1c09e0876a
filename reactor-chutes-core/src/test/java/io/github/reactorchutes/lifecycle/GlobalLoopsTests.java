package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.LoopResources;
import reactor.netty.transport.ProxyProvider.Proxy;

/** A client without loops that were chosen for it, and whose host application replaces the global ones. */
class GlobalLoopsTests {

    private static final byte[] VIDEO = Videos.ofSize(100);

    private static final String REPLACED = "replaced";

    private final List<String> threads = new CopyOnWriteArrayList<>();

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    /** The next ones have the usual name again. */
    @AfterEach
    void resetGlobalLoops() {
        HttpResources.disposeLoopsAndConnectionsLater(Duration.ZERO, Calls.SOON).block(Calls.SOON);
    }

    @Test
    void areAskedForAnewWhenThePoolIsEmpty() throws IOException {
        try (RawServer server = RawServer.startPlain(GlobalLoopsTests::answer)) {
            goesOn(URI.create("http://localhost:" + server.port()), http -> http);
        }
    }

    @Test
    void areAskedForAnewBehindAProxy() throws IOException {
        try (RawServer proxy = RawServer.startPlain(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 200 Connection established\r\n\r\n");
            answer(connection);
        })) {
            goesOn(
                    URI.create("http://only-the-proxy-knows.example"),
                    http -> http.proxy(
                            spec -> spec.type(Proxy.HTTP).host("127.0.0.1").port(proxy.port())));
        }
    }

    @Test
    void areAskedForAnewWithAResolverOfTheUser() throws IOException {
        try (RawServer server = RawServer.startPlain(GlobalLoopsTests::answer)) {
            goesOn(
                    URI.create("http://localhost:" + server.port()),
                    http -> http.resolver(DefaultAddressResolverGroup.INSTANCE));
        }
    }

    /** Without idle time, so that a connection is gone as soon as its call has ended. */
    private void goesOn(URI url, UnaryOperator<HttpClient> customizer) {
        ChutesClient client = clients.client(
                url,
                builder -> builder.allowInsecureHttp(true)
                        .maxIdleTime(Duration.ZERO)
                        .httpClient(http -> customizer
                                .apply(http)
                                .doOnConnected(connection ->
                                        threads.add(Thread.currentThread().getName()))));
        assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);
        Await.untilAsserted(() -> assertThat(client.connectionStats().idle()
                        + client.connectionStats().active())
                .isZero());

        HttpResources.set(LoopResources.create(REPLACED, 1, true));
        assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);

        assertThat(threads).hasSize(2);
        assertThat(threads.get(0)).doesNotStartWith(REPLACED);
        assertThat(threads.get(1)).startsWith(REPLACED);
    }

    private static void answer(RawConnection connection) throws IOException {
        connection.readRequest();
        connection.write(Heads.video(VIDEO.length)).write(VIDEO);
        connection.awaitClientClose();
    }
}
