package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import java.io.IOException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.netty.http.HttpProtocol;

class ProtocolTests {

    private static final byte[] VIDEO = Videos.ofSize(5_000);

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    /** On HTTP/2, one body that nobody reads would stop its siblings on the connection. */
    @ParameterizedTest
    @EnumSource(
            value = HttpProtocol.class,
            names = {"H2", "H2C"})
    void isHttp11WhateverACustomizerSays(HttpProtocol protocol) throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(
                    server.url(),
                    settings -> settings.httpClient(http -> http.protocol(protocol, HttpProtocol.HTTP11)));

            assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);

            assertThat(server.requests()).singleElement().satisfies(request -> {
                assertThat(request.head()).startsWith("POST /text2video HTTP/1.1\r\n");
                assertThat(request.header("Upgrade")).isEmpty();
                assertThat(request.header("HTTP2-Settings")).isEmpty();
            });
        }
    }
}
