package io.github.reactorchutes.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.spring.AutoConfigureChutesEmulator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.NestedTestConfiguration;
import org.springframework.test.context.NestedTestConfiguration.EnclosingConfiguration;

/** Two contexts that pause each other, each with an emulator of its own. */
class CachedContextTests {

    abstract static class Streaming {

        @RepeatedTest(2)
        void streamsFromItsOwnEmulator(@Autowired ChutesClient client, @Autowired ChutesEmulator emulator) {
            int before = emulator.requestCount();
            assertThat(Videos.generate(client)).isPositive();
            assertThat(emulator.requestCount()).isEqualTo(before + 1);
        }
    }

    @Nested
    @NestedTestConfiguration(EnclosingConfiguration.OVERRIDE)
    @SpringBootTest(classes = App.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
    @AutoConfigureChutesEmulator
    class First extends Streaming {}

    @Nested
    @NestedTestConfiguration(EnclosingConfiguration.OVERRIDE)
    @SpringBootTest(
            classes = App.class,
            webEnvironment = SpringBootTest.WebEnvironment.NONE,
            properties = "chutes.deadline=1m")
    @AutoConfigureChutesEmulator
    class Second extends Streaming {}

    @Nested
    @NestedTestConfiguration(EnclosingConfiguration.OVERRIDE)
    @SpringBootTest(classes = App.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
    @AutoConfigureChutesEmulator
    class FirstAgain extends Streaming {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}
}
