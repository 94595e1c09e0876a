package io.github.reactorchutes.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.test.ChutesEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class StartTests {

    @TempDir
    Path directory;

    @Test
    void answersFromAnEmulatorWithoutAToken() {
        try (ConfigurableApplicationContext gateway = start()) {
            assertThat(gateway.getBean(ChutesEmulator.class).port()).isPositive();
            assertThat(directory.resolve("emulator")).isDirectoryContaining("glob:**/uploads-*");
        }
        assertThat(directory.resolve("emulator"))
                .isDirectoryNotContaining("glob:**/uploads-*")
                .isDirectoryContaining("glob:**/jobs.db");
    }

    /** What was submitted to an emulator must not cost money after a start with a token. */
    @Test
    void goesToThePlatformWithATokenAndWithJobsOfItsOwn() {
        try (ConfigurableApplicationContext gateway = start("--chutes.api-token=cpk_test")) {
            assertThat(gateway.getBeansOfType(ChutesEmulator.class)).isEmpty();
            assertThat(directory).isDirectoryContaining("glob:**platform").isDirectoryNotContaining("glob:**emulator");
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void letsOnlyItsOwnerReadTheData() throws IOException {
        Path data = directory.resolve("new");
        try (ConfigurableApplicationContext gateway = startIn(data)) {
            assertThat(gateway.isRunning()).isTrue();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("emulator/jobs.db"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void namesTheSettingOfADirectoryThatCannotBeUsed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> startIn(file))
                .hasStackTraceContaining("gateway.directory must be a folder that can be written, but is " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://videos.example.com", "videos.example.com:8080", "*.example.com"})
    void refusesAHostThatIsNotAName(String host) {
        assertThatThrownBy(() -> start("--gateway.hosts=" + host))
                .rootCause()
                .hasMessage("gateway.hosts must list host names, such as videos.example.com, but has \"" + host + "\"");
    }

    private ConfigurableApplicationContext start(String... more) {
        return startIn(directory, more);
    }

    private static ConfigurableApplicationContext startIn(Path folder, String... more) {
        return new SpringApplicationBuilder(GatewayApplication.class)
                .run(Stream.concat(Stream.of("--server.port=0", "--gateway.directory=" + folder), Stream.of(more))
                        .toArray(String[]::new));
    }
}
