package io.github.reactorchutes.examples.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

// snippet: gallery-tests
@ExtendWith(ChutesEmulatorExtension.class)
class GalleryTests {

    private final ChutesEmulator emulator;

    private final ChutesClient client;

    @TempDir
    Path directory;

    GalleryTests(ChutesEmulator emulator) {
        this.emulator = emulator;
        this.client = ChutesClient.builder()
                .baseUrl(emulator.baseUrl())
                .apiToken("any")
                .build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void savesTheVideo() {
        StepVerifier.create(new Gallery(client, directory).add("fox", "a red fox"))
                .expectNext("added fox.mp4")
                .expectComplete()
                .verify(Duration.ofSeconds(10));

        assertThat(directory.resolve("fox.mp4")).isNotEmptyFile();
        assertThat(emulator.requests().get(0).json()).containsEntry("prompt", "a red fox");
    }

    @Test
    void saysWhenTheQuotaIsBack() {
        emulator.enqueue(PlatformError.QUOTA_EXCEEDED.reply());

        StepVerifier.create(new Gallery(client, directory).add("fox", "a red fox"))
                .expectNextMatches(answer -> answer.startsWith("no quota until 2"))
                .expectComplete()
                .verify(Duration.ofSeconds(10));
    }

    @Test
    void keepsNoHalfVideo() {
        emulator.enqueue(Reply.video().cutAfter(1_000));

        StepVerifier.create(new Gallery(client, directory).add("fox", "a red fox"))
                .expectError(ChutesBodyException.class)
                .verify(Duration.ofSeconds(10));

        assertThat(directory).isEmptyDirectory();
    }
}
// end
