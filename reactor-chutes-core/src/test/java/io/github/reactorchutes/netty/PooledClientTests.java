package io.github.reactorchutes.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.netty.http.client.HttpClient;

class PooledClientTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final AtomicReference<HttpClient> prepared = new AtomicReference<>();

    /** Netty treats zero as unlimited. */
    @ParameterizedTest
    @CsvSource({"PT0.000000001S, 1", "PT0.0015S, 1", "PT2S, 2000"})
    void limitsTheConnectHoweverShortTheTimeIs(Duration timeout, int millis) {
        client(timeout).dispose().block(LIMIT);
        HttpClient client = Objects.requireNonNull(prepared.get());
        Object limit = client.configuration().options().get(ChannelOption.CONNECT_TIMEOUT_MILLIS);
        assertThat(limit).isEqualTo(millis);
    }

    @Test
    void countsNothingBeforeTheFirstCall() {
        PooledClient client = client(LIMIT);
        assertThat(client.poolSum(pool -> 1)).isZero();
        client.dispose().block(LIMIT);
    }

    private PooledClient client(Duration connectTimeout) {
        return new PooledClient(
                new ConnectionSettings(1, LIMIT, LIMIT, connectTimeout, 1024, client -> {
                    prepared.set(client);
                    return client;
                }),
                List.of(),
                loop -> {});
    }
}
