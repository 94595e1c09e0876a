package io.github.reactorchutes.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.Endpoint;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The parts of a URL that reach a server. */
class UrlOnTheWireTests {

    private static final byte[] VIDEO = Videos.ofSize(100);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @Test
    void isAsciiWhereverTheUrlCameFrom() throws IOException {
        try (RawServer server = server()) {
            URI strange = URI.create(server.url() + "/\u00fc");
            Calls.video(clients.client(strange), Requests.text());
            Calls.video(
                    clients.client(
                            server.url(),
                            builder -> builder.endpointUrl(Endpoint.TEXT_TO_VIDEO, URI.create(strange + "?q=\u00e9"))),
                    Requests.text());
            Calls.video(
                    clients.client(server.url()),
                    ChuteRequest.builder("own", URI.create(strange + "/\u4f8b?a=%20b"))
                            .field("prompt", "a fox")
                            .build());

            assertThat(server.requests())
                    .extracting(sent -> sent.head().lines().findFirst().orElse(""))
                    .containsExactly(
                            "POST /%C3%BC/text2video HTTP/1.1",
                            "POST /%C3%BC?q=%C3%A9 HTTP/1.1", "POST /%C3%BC/%E4%BE%8B?a=%20b HTTP/1.1");
        }
    }

    private static RawServer server() {
        return RawServer.start(connection -> {
            connection.readRequest();
            connection.write(Heads.video(VIDEO.length)).write(VIDEO);
        });
    }
}
