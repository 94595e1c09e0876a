package io.github.reactorchutes.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** Tests with mocks, of applications that have no token. */
class MockedWithoutTokenTests {

    @Nested
    @SpringBootTest(classes = App.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
    class OfTheClient {

        @MockitoBean
        ChutesClient client;

        @Test
        void start(@Autowired ChutesClient injected) {
            assertThat(Mockito.mockingDetails(injected).isMock()).isTrue();
        }
    }

    @Nested
    @SpringBootTest(classes = App.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
    class OfAllClients {

        @MockitoBean
        ChutesClients clients;

        @Test
        void start(@Autowired ChutesClients injected) {
            assertThat(Mockito.mockingDetails(injected).isMock()).isTrue();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}
}
