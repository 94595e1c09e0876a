package io.github.reactorchutes.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.auth.ChutesTokenProvider;
import io.github.reactorchutes.netty.ConnectionSettings;
import io.github.reactorchutes.netty.PooledClient;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class ConnectionsTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final AtomicInteger made = new AtomicInteger();

    private final Connections connections = new Connections(new TransportConfig(
            ChutesTokenProvider.of("token"),
            new EndpointUrls(null, Map.of(), Map.of(), Set.of(), false),
            null,
            new ConnectionSettings(1, LIMIT, LIMIT, LIMIT, 1024, client -> {
                made.incrementAndGet();
                return client;
            }),
            LIMIT,
            LIMIT,
            LIMIT,
            LIMIT,
            LIMIT,
            LIMIT,
            true,
            1));

    /** A call that starts before the closing, and requests the client afterwards. */
    @Test
    void makeNothingAfterTheyWereClosed() {
        connections.close(Duration.ZERO).block(LIMIT);
        StepVerifier.create(connections.withClient(Flux::just)).verifyErrorMessage("the client is closed");
        assertThat(made).hasValue(0);
    }

    @Test
    void keepTheirClientWhenTheyAreClosed() {
        PooledClient client = connections.withClient(Flux::just).blockLast(LIMIT);
        connections.close(Duration.ZERO).block(LIMIT);
        assertThat(connections.withClient(Flux::just).blockLast(LIMIT)).isSameAs(client);
        assertThat(made).hasValue(1);
    }
}
