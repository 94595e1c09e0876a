package io.github.reactorchutes.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.RecordedRequest;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.spring.AutoConfigureChutesEmulator;
import io.github.reactorchutes.test.spring.ChutesEmulatorCustomizer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import reactor.test.StepVerifier;

/** Named clients with URLs and tokens of production, in a test with the emulator. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "chutes.clients.acme.api-token=" + Contexts.SECRET,
            "chutes.clients.acme.base-url=https://production.example.com",
            "chutes.clients.tenantB.api-token=" + Contexts.SECRET,
            "chutes.clients[acme.com].api-token=" + Contexts.SECRET,
            "CHUTES_CLIENTS_TENANTB_API_TOKEN=" + Contexts.SECRET,
            "chutes.clients.tenant-a.token-file=/run/secrets/of-production",
            "chutes.clients.tenant-a.endpoints.text-to-video.url=https://production.example.com/text2video",
            "chutes.endpoints.upscale.url=https://production.example.com/v1/upscale"
        })
@AutoConfigureChutesEmulator(options = EmulatorOfAllClientsTests.KnownToken.class)
class EmulatorOfAllClientsTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final long LARGE = 30_000_000;

    private final ChutesEmulator emulator;

    private final ChutesClients clients;

    EmulatorOfAllClientsTests(@Autowired ChutesEmulator emulator, @Autowired ChutesClients clients) {
        this.emulator = emulator;
        this.clients = clients;
    }

    @BeforeEach
    void script() {
        emulator.enqueue(Reply.coldStart());
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "acme", "tenant-a", "tenantB", "acme.com"})
    void sendsNothingElsewhere(String name) {
        assertThat(Videos.generate(clients.get(name))).isPositive();
        RecordedRequest request = emulator.takeRequest(SOON);
        assertThat(request.header("Authorization")).contains("Bearer emulator");
    }

    @Test
    void keepsThePathOfAnEndpointOfTheApplication(@Autowired Environment environment) {
        assertThat(environment.getProperty("chutes.endpoints.upscale.url"))
                .isEqualTo(emulator.baseUrl().resolve("/v1/upscale").toString());
    }

    @RepeatedTest(2)
    void beginsEachTestAnew() {
        assertThat(emulator.requestCount()).isZero();
        ChutesClient client = clients.get(ChutesClients.DEFAULT);
        assertThat(Videos.generate(client)).isPositive();
        assertThat(emulator.requestCount()).isEqualTo(2);
    }

    @Test
    void deliversALargeVideoThatAClientAccepts() {
        emulator.enqueue(Reply.playableVideoOfSize(LARGE));
        assertThat(Videos.generate(clients.get("acme"))).isEqualTo(LARGE);
    }

    @Test
    void rejectsUntilAQuotaIsReset() {
        Instant tomorrow = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(1));
        emulator.enqueue(Reply.quotaExceeded(tomorrow));
        StepVerifier.create(clients.get("acme").textToVideo(Videos.FOX))
                .expectErrorMatches(failure -> failure instanceof ChutesResponseException response
                        && tomorrow.equals(response.quotaResetsAt()))
                .verify(SOON);
    }

    static final class KnownToken implements ChutesEmulatorCustomizer {

        @Override
        public void customize(ChutesEmulator.Builder options) {
            options.validTokens("emulator");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}
}
