package io.github.reactorchutes.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.spring.AutoConfigureChutesEmulator;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "chutes.token-file=/run/secrets/of-production",
            "chutes.endpoints.text-to-video.url=https://production.example.com/text2video"
        })
@AutoConfigureChutesEmulator
class EmulatorAnnotationTests {

    @Test
    void pointsTheClientAtTheEmulator(@Autowired ChutesClient client, @Autowired ChutesEmulator emulator) {
        assertThat(Videos.generate(client)).isPositive();
        assertThat(emulator.takeRequest(Duration.ofSeconds(20)).path()).isEqualTo("/text2video");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}
}
