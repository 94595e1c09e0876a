package io.github.reactorchutes.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class StartTests {

    @TempDir
    Path directory;

    @Test
    void answersFromAnEmulatorWithoutAToken() {
        try (ConfigurableApplicationContext gateway = start()) {
            assertThat(gateway.getBean(ChutesEmulator.class).port()).isPositive();
            assertThat(directory).isNotEmptyDirectory();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void goesToThePlatformWithAToken() {
        try (ConfigurableApplicationContext gateway = start("--chutes.api-token=cpk_test")) {
            assertThat(gateway.getBeansOfType(ChutesEmulator.class)).isEmpty();
        }
    }

    private ConfigurableApplicationContext start(String... more) {
        return new SpringApplicationBuilder(GatewayApplication.class)
                .run(Stream.concat(Stream.of("--server.port=0", "--gateway.directory=" + directory), Stream.of(more))
                        .toArray(String[]::new));
    }
}
