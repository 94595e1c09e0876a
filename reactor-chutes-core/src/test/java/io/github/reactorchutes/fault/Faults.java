package io.github.reactorchutes.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.resilience.RetryFilter;
import java.time.Duration;

/** What every fault has in common. */
final class Faults {

    static final String INVOCATION = "11111111-2222-3333-4444-555555555555";

    private Faults() {}

    /** Retries that would show if a failure were wrongly taken for a safe one. */
    static ChutesClient.Builder withRetries(ChutesClient.Builder builder) {
        return builder.filter(RetryFilter.of(3, Duration.ofMillis(1), Duration.ofMillis(2)));
    }

    /** Run a call that fails, and demand that its error names the endpoint in one line and is its one end. */
    static <E extends ChutesException> E fails(
            Class<E> type, ClientFixture clients, ChutesClient client, VideoRequest request) {
        int endsBefore = clients.ends().size();
        E failure = Calls.failure(type, client, request);
        assertThat(failure.endpoint()).isEqualTo(request.endpoint());
        assertThat(failure.getMessage())
                .startsWith(request.endpoint().name() + ": ")
                .doesNotContainPattern("[\\p{Cc}\\p{Zl}\\p{Zp}]");
        assertThat(clients.ends()).hasSize(endsBefore + 1).last().satisfies(end -> {
            assertThat(end.outcome()).isEqualTo(CallOutcome.FAILED);
            assertThat(end.error()).isSameAs(failure);
        });
        return failure;
    }

    static void assertClosed(RawServer server) {
        assertThat(server.connections())
                .allSatisfy(connection -> assertThat(connection.isClosedByClient())
                        .as("closed by the client")
                        .isTrue());
    }
}
