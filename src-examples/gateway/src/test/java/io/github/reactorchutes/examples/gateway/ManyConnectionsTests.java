package io.github.reactorchutes.examples.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** The bound on the connections of one address, while no time-out closes any. */
@TestPropertySource(properties = {"gateway.head-timeout=60s", "gateway.max-connections-per-client=20"})
class ManyConnectionsTests extends GatewayTest {

    private final List<RawCall> visitors = new ArrayList<>();

    @AfterEach
    void leave() throws IOException {
        for (RawCall visitor : visitors) {
            visitor.close();
        }
    }

    @Test
    void closesTheConnectionsOfAnAddressBeyondItsBound() throws IOException {
        for (int i = 0; i < 60; i++) {
            connect("127.0.0.4").offer("GET /settings HTTP/1.1\r\nHost: localhost\r\n".getBytes(ISO_8859_1));
        }
        List<RawCall> open = new ArrayList<>(visitors);
        Awaitility.await().atMost(SOON).untilAsserted(() -> {
            open.removeIf(RawCall::isClosedNow);
            assertThat(open).hasSize(20);
        });
        for (RawCall visitor : open) {
            visitor.send("Connection: close\r\n\r\n");
            assertThat(visitor.readAll()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void takesConnectionsOfOtherAddresses() throws IOException {
        for (int i = 0; i < 20; i++) {
            connect("127.0.0.5");
        }
        RawCall other = connect("127.0.0.6");
        other.send("GET /settings HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(other.readAll()).startsWith("HTTP/1.1 200");
    }

    private RawCall connect(String address) throws IOException {
        RawCall visitor = RawCall.connect(port, address);
        visitors.add(visitor);
        return visitor;
    }
}
