package io.github.reactorchutes.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.test.spring.AutoConfigureChutesEmulator;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE)
@AutoConfigureChutesEmulator
class MockedClientTests {

    @MockitoBean
    ChutesClient client;

    @Test
    void replacesTheClient(@Autowired ChutesClient injected, @Autowired ChutesClients clients) {
        assertThat(Mockito.mockingDetails(injected).isMock()).isTrue();
        assertThat(injected).isSameAs(client).isNotSameAs(clients.get(ChutesClients.DEFAULT));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}
}
