package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootVersion;

class BootGenerationTests {

    @ParameterizedTest
    @ValueSource(strings = {"2.7.18", "3.5.16"})
    void refusesAnOlderOne(String version) {
        assertThatThrownBy(() -> BootGeneration.require(version))
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessage("reactor-chutes-spring-starter needs Spring Boot 4.0 or later, but this is Spring Boot "
                        + version + ".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.0.0", "4.2.0-M1", "10.0.0"})
    void takesThisOneAndLaterOnes(String version) {
        assertThatCode(() -> BootGeneration.require(version)).doesNotThrowAnyException();
        assertThatCode(() -> BootGeneration.require(SpringBootVersion.getVersion()))
                .doesNotThrowAnyException();
    }
}
