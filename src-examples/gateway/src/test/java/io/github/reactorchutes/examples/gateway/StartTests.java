package io.github.reactorchutes.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.test.ChutesEmulator;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

    @ParameterizedTest
    @ValueSource(strings = {"https://videos.example.com", "videos.example.com:8080", "*.example.com"})
    void refusesAHostThatIsNotAName(String host) {
        assertThatThrownBy(() -> start("--gateway.hosts=" + host))
                .rootCause()
                .hasMessage("gateway.hosts must list host names, such as videos.example.com, but has \"" + host + "\"");
    }

    private ConfigurableApplicationContext start(String... more) {
        return new SpringApplicationBuilder(GatewayApplication.class)
                .run(Stream.concat(Stream.of("--server.port=0", "--gateway.directory=" + directory), Stream.of(more))
                        .toArray(String[]::new));
    }
}
