package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.exchange.Quota;
import io.github.reactorchutes.exchange.RateLimit;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import java.io.IOException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The quota and the rate limits of an answer's head. */
class StatedLimitsTests {

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @Test
    void haveNoValueWhereTheServerStatedNone() throws IOException {
        head("X-Chutes-Quota-Used: 7.5\r\nX-Chutes-RL-Chute: 30", response -> {
            assertThat(response.quota()).extracting(Quota::total).isNull();
            assertThat(response.quota()).extracting(Quota::used).isEqualTo(7.5);
            assertThat(response.quota()).extracting(Quota::remaining).isNull();
            assertThat(response.rateLimit()).extracting(RateLimit::user).isNull();
            assertThat(response.rateLimit()).extracting(RateLimit::chute).isEqualTo(30.0);
        });
    }

    @Test
    void areInfiniteWhereThereIsNoLimit() throws IOException {
        head("X-Chutes-Quota-Total: inf\r\nX-Chutes-RL-User: inf", response -> {
            assertThat(response.quota()).extracting(Quota::total).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(response.rateLimit()).extracting(RateLimit::user).isEqualTo(Double.POSITIVE_INFINITY);
        });
    }

    @Test
    void areAbsentWhereNothingIsANumber() throws IOException {
        head("X-Chutes-Quota-Total: much\r\nX-Chutes-RL-User: NaN", response -> {
            assertThat(response.quota()).isNull();
            assertThat(response.rateLimit()).isNull();
        });
    }

    private void head(String fields, Consumer<VideoResponse> expectations) throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write(Heads.video(1_000).replaceFirst("\r\n", "\r\n" + fields + "\r\n"));
            connection.awaitClientClose();
        })) {
            VideoResponse response = Calls.head(clients.client(server.url()).exchange(Requests.text()));
            try {
                expectations.accept(response);
            } finally {
                response.release();
            }
        }
    }
}
