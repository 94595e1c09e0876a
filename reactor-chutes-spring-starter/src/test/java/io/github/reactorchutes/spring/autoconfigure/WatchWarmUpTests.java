package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.RecordedRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WatchWarmUpTests {

    /** With the backoff alone, the second call would come after ten minutes. */
    @Test
    void waitsForTheEventInsteadOfTheBackoff() {
        try (ChutesEmulator emulator =
                ChutesEmulator.builder().warmUpInterval(Duration.ofMillis(20)).start()) {
            emulator.chute("Wan2.1-14B").cold(Duration.ofMillis(200));
            Contexts.calling(emulator)
                    .withPropertyValues(
                            "chutes.retry.watch-warm-up=true",
                            "chutes.retry.cold-start.min-backoff=10m",
                            "chutes.retry.cold-start.max-backoff=10m")
                    .run(context -> {
                        Videos.generate(context.getBean(ChutesClient.class));

                        assertThat(emulator.requests())
                                .extracting(RecordedRequest::method)
                                .containsExactlyInAnyOrder("POST", "GET", "POST");
                    });
        }
    }
}
