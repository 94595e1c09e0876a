package io.github.reactorchutes.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.ChutesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFileTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void needsNothingButADirectoryAndLetsOnlyItsOwnerRead() throws IOException {
        try (ChutesClient client = ChutesClient.create("token");
                ChutesJobs jobs = ChutesJobs.builder()
                        .client(client)
                        .directory(directory.resolve("data"))
                        .build()) {
            jobs.start().block(SOON);
            jobs.submit(CrashChild.request(), JobKey.of("x")).block(SOON);

            try (Stream<Path> files = Files.list(directory.resolve("data"))) {
                assertThat(files.filter(Files::isRegularFile).toList())
                        .anyMatch(file -> file.endsWith("jobs.db"))
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void keepsTheDatabaseWhereItIsAskedTo() throws IOException {
        Path file = directory.resolve("elsewhere/work.db");
        try (ChutesClient client = ChutesClient.create("token");
                ChutesJobs jobs = ChutesJobs.builder()
                        .client(client)
                        .directory(directory.resolve("data"))
                        .databaseFile(file)
                        .threads(0)
                        .build()) {
            jobs.start().block(SOON);

            assertThat(file).isNotEmptyFile();
            assertThat(directory.resolve("data")).doesNotExist();
        }
    }

    @Test
    void namesTheDirectoryThatCannotBeCreated() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        try (ChutesClient client = ChutesClient.create("token");
                ChutesJobs jobs =
                        ChutesJobs.builder().client(client).directory(file).build()) {
            assertThatThrownBy(() -> jobs.start().block(SOON))
                    .hasMessageContaining("the spool directory cannot be created: " + file.resolve("spool"));
        }
    }

    @Test
    void refusesSettingsOutOfBounds() {
        ChutesJobs.Builder builder = ChutesJobs.builder();

        assertThatThrownBy(builder::build).hasMessage("client must be set");
        assertThatThrownBy(() -> builder.threads(-1)).hasMessage("threads must be 0 to 1000 but was -1");
        assertThatThrownBy(() -> builder.maxPaidCalls(0)).hasMessage("maxPaidCalls must be 1 to 100 but was 0");
        assertThatThrownBy(() -> builder.heartbeat(Duration.ZERO))
                .hasMessage("heartbeat must be PT0.1S to PT1H but was PT0S");
        assertThatThrownBy(() -> JobKey.of("")).hasMessage("job key must have 1 to 200 characters but has 0");
        assertThatThrownBy(() -> JobKey.copy(0)).hasMessage("copy must be 1 to 1000000 but was 0");
    }
}
