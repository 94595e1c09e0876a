package io.github.reactorchutes.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.resilience.Resilience;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@ExtendWith(ChutesEmulatorExtension.class)
class MigrationTests {

    private final ChutesEmulator emulator;

    private final ChutesClient client;

    private final WebClient webClient;

    @TempDir
    Path directory;

    private Path file;

    MigrationTests(ChutesEmulator emulator) {
        this.emulator = emulator;
        this.webClient = WebClient.create(emulator.baseUrl().toString());
        this.client = ChutesClient.builder()
                .baseUrl(emulator.baseUrl())
                .apiToken("any")
                .filters(Resilience.defaults())
                .build();
    }

    @BeforeEach
    void chooseFile() {
        file = directory.resolve("fox.mp4");
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void byHandAPageOfHtmlIsAVideo() {
        emulator.enqueue(Reply.html(200, "<html>busy</html>"));

        completes(Migration.before(webClient, "any", file));

        assertThat(file).hasContent("<html>busy</html>");
    }

    @Test
    void byTheLibraryItIsAnError() {
        emulator.enqueue(Reply.html(200, "<html>busy</html>"));

        fails(Migration.after(client, file), ChutesResponseException.class);

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void byHandAnUnknownOutcomeIsPaidForAgain() {
        emulator.enqueue(Reply.reset());
        emulator.enqueue(Reply.reset());

        fails(Migration.before(webClient, "any", file), IllegalStateException.class);

        assertThat(emulator.requests()).hasSize(2);
    }

    @Test
    void byTheLibraryItIsNotSentAgain() {
        emulator.enqueue(Reply.reset());

        fails(Migration.after(client, file), ChutesOutcomeUnknownException.class);

        assertThat(emulator.requests()).hasSize(1);
    }

    @Test
    void byTheLibraryABrokenVideoLeavesNoFile() {
        emulator.enqueue(Reply.video().cutAfter(1_000));

        fails(Migration.after(client, file), ChutesBodyException.class);

        assertThat(emulator.requests()).hasSize(1);
        assertThat(directory).isEmptyDirectory();
    }

    private static void completes(Mono<?> saved) {
        StepVerifier.create(saved)
                .thenConsumeWhile(video -> true)
                .expectComplete()
                .verify(Duration.ofSeconds(30));
    }

    private static void fails(Mono<?> saved, Class<? extends Throwable> error) {
        StepVerifier.create(saved).expectError(error).verify(Duration.ofSeconds(30));
    }
}
