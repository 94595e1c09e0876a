package io.github.reactorchutes.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.request.VideoRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wherever the network cuts an answer in two, it is the same answer. */
class SplitAnswerTests {

    private static final Duration BETWEEN_SEGMENTS = Duration.ofNanos(500_000);

    private static final List<VideoRequest> REQUESTS = Requests.all().toList();

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fault.WireAnswer#videos")
    void deliversAVideoThatIsSplitAtAnyByte(WireAnswer answer) throws IOException {
        try (RawServer server = RawServer.start(connection -> writeSplitEverywhere(connection, answer))) {
            ChutesClient client = clients.client(server.url(), builder -> builder.maxConnections(1));
            for (int split = 1; split < answer.length(); split++) {
                assertThat(Calls.video(client, request(split)))
                        .as("split before byte " + split)
                        .isEqualTo(WireAnswer.VIDEO);
            }
            assertThat(server.connections()).hasSize(1);
        }
    }

    @Test
    void reportsAnErrorThatIsSplitAtAnyByte() throws IOException {
        WireAnswer answer = WireAnswer.error();
        try (RawServer server = RawServer.start(connection -> writeSplitEverywhere(connection, answer))) {
            ChutesClient client = clients.client(
                    server.url(), builder -> Faults.withRetries(builder).maxConnections(1));
            for (int split = 1; split < answer.length(); split++) {
                ChutesResponseException failure =
                        Faults.fails(ChutesResponseException.class, clients, client, request(split));

                assertThat(failure.status()).isEqualTo(500);
                assertThat(failure.detail()).isEqualTo("broken");
            }
            assertThat(server.connections()).hasSize(1);
            assertThat(server.requests()).hasSize(answer.length() - 1);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fault.WireAnswer#videos")
    void deliversAVideoOfWhichEachByteComesAlone(WireAnswer answer) throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            while (true) {
                connection.readRequest();
                connection.drip(answer.upTo(answer.length()), Duration.ofNanos(100_000));
            }
        })) {
            ChutesClient client = clients.client(server.url(), builder -> builder.maxConnections(1));
            for (VideoRequest request : REQUESTS) {
                assertThat(Calls.video(client, request)).isEqualTo(WireAnswer.VIDEO);
            }
            assertThat(server.connections()).hasSize(1);
        }
    }

    private static void writeSplitEverywhere(RawConnection connection, WireAnswer answer) throws IOException {
        for (int split = 1; split < answer.length(); split++) {
            connection.readRequest();
            connection.write(answer.upTo(split)).pause(BETWEEN_SEGMENTS).write(answer.from(split));
        }
    }

    private static VideoRequest request(int i) {
        return REQUESTS.get(i % REQUESTS.size());
    }
}
