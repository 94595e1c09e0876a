package io.github.reactorchutes.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesBodyException.Reason;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.request.VideoRequest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An answer that ends before its end, at each of its bytes. */
class CutAnswerTests {

    private static final List<VideoRequest> REQUESTS = Requests.all().toList();

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @ParameterizedTest
    @MethodSource("answers")
    void tellsHowFarAnAnswerCameThatEndsEarly(WireAnswer answer) throws IOException {
        AtomicInteger cuts = new AtomicInteger();
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write(answer.upTo(cuts.getAndIncrement())).finish();
            connection.awaitClientClose();
        })) {
            cutEverywhere(server, answer, this::assertTellsHowFarItCame);
        }
    }

    private void assertTellsHowFarItCame(WireAnswer answer, int cut, ChutesException failure) {
        if (!answer.hasHeadWithin(cut)) {
            assertThat(failure).isInstanceOf(ChutesOutcomeUnknownException.class);
        } else if (failure instanceof ChutesResponseException refused) {
            assertThat(refused.status()).isEqualTo(500);
        } else {
            assertTruncated(failure, answer.videoBytesWithin(cut), answer.videoBytesWithin(cut));
        }
    }

    /** A reset may overtake bytes that were sent before it, so that less of the answer is seen than came. */
    @ParameterizedTest
    @MethodSource("answers")
    void neverTakesAResetAnswerForAWholeOne(WireAnswer answer) throws IOException {
        AtomicInteger cuts = new AtomicInteger();
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write(answer.upTo(cuts.getAndIncrement())).reset();
        })) {
            cutEverywhere(server, answer, this::assertSawNoMoreThanCame);
        }
    }

    private void assertSawNoMoreThanCame(WireAnswer answer, int cut, ChutesException failure) {
        if (failure instanceof ChutesBodyException) {
            assertThat(answer.hasHeadWithin(cut)).isTrue();
            assertTruncated(failure, 0, answer.videoBytesWithin(cut));
        } else if (failure instanceof ChutesResponseException refused) {
            assertThat(answer.hasHeadWithin(cut)).isTrue();
            assertThat(refused.status()).isEqualTo(500);
        } else {
            assertThat(failure).isInstanceOf(ChutesOutcomeUnknownException.class);
        }
    }

    static Stream<WireAnswer> answers() {
        return Stream.concat(WireAnswer.videos(), Stream.of(WireAnswer.error()));
    }

    private static void assertTruncated(ChutesException failure, int least, int most) {
        assertThat(failure).isInstanceOfSatisfying(ChutesBodyException.class, broken -> {
            assertThat(broken.reason()).isEqualTo(Reason.TRUNCATED);
            assertThat(broken.bytesReceived()).isBetween((long) least, (long) most);
        });
    }

    private interface Judge {
        void judge(WireAnswer answer, int cut, ChutesException failure);
    }

    private void cutEverywhere(RawServer server, WireAnswer answer, Judge judge) {
        ChutesClient client = clients.client(server.url(), Faults::withRetries);
        for (int cut = 0; cut < answer.length(); cut++) {
            VideoRequest request = REQUESTS.get(cut % REQUESTS.size());
            ChutesException failure = Faults.fails(ChutesException.class, clients, client, request);
            assertThat(failure.isRetryable()).as("cut before byte " + cut).isFalse();
            judge.judge(answer, cut, failure);
        }
        assertThat(server.requests()).hasSize(answer.length());
        assertThat(server.connections()).hasSize(answer.length());
    }
}
