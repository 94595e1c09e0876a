package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import org.junit.jupiter.api.Test;

class RequestSizeTests {

    @Test
    void isBoundedBeforeAnythingIsSent() {
        try (ChutesEmulator emulator =
                ChutesEmulator.builder().smallVideos(true).start()) {
            Contexts.withToken()
                    .withPropertyValues("chutes.base-url=" + emulator.baseUrl(), "chutes.http.max-request-size=10B")
                    .run(context -> {
                        assertThatThrownBy(() -> Videos.generate(context.getBean(ChutesClient.class)))
                                .isInstanceOf(InvalidVideoRequestException.class)
                                .hasMessageStartingWith("body must be at most 10 bytes long but has ");
                        assertThat(emulator.requests()).isEmpty();
                    });
        }
    }

    @Test
    void isAByteAtLeast() {
        Contexts.withToken()
                .withPropertyValues("chutes.http.max-request-size=0B")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("chutes.http.max-request-size must be 1 byte or more, but is 0B"));
    }
}
