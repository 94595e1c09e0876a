package io.github.reactorchutes.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Logs;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.PlatformError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RefusalLogTests {

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @Test
    void warnsOnceOfEachRefusalThatNeedsAnOperator() {
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            ChutesClient client = clients.client(emulator.baseUrl(), builder -> builder.name("acme"));

            List<String> lines = Logs.of(RefusalLog.class, Level.INFO, () -> {
                for (PlatformError error : List.of(
                        PlatformError.UNKNOWN_TOKEN,
                        PlatformError.UNKNOWN_TOKEN,
                        PlatformError.INVALID_INPUT,
                        PlatformError.CAPACITY,
                        PlatformError.QUOTA_EXCEEDED,
                        PlatformError.QUOTA_EXCEEDED,
                        PlatformError.SUBSCRIPTION_CAP_EXCEEDED,
                        PlatformError.BALANCE_REQUIRED_FOR_TEE)) {
                    emulator.enqueue(error.reply());
                    Calls.failure(ChutesResponseException.class, client, Requests.text());
                }
            });

            assertThat(lines).hasSize(4).allSatisfy(line -> assertThat(line).contains("text-to-video of client acme"));
            assertThat(lines.get(0)).contains("401");
            assertThat(lines.get(1)).contains("402: Quota exceeded");
            assertThat(lines.get(2)).contains("402: Subscription usage cap exceeded");
            assertThat(lines.get(3)).contains("402: TEE models require");
        }
    }
}
