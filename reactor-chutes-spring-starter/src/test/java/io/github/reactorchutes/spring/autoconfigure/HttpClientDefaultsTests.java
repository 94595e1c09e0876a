package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.properties.ChutesProperties;
import io.github.reactorchutes.spring.properties.ClientProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.mock.env.MockEnvironment;

/** Boot's defaults of all HTTP clients, as far as they suit a generation. */
class HttpClientDefaultsTests {

    private static final String CONNECT = "spring.http.clients.connect-timeout=3s";

    private static final String BUNDLE = "spring.http.clients.ssl.bundle=company";

    @Test
    void applyToTheDefaultClientAndToNamedOnes() {
        assertThat(clients(CONNECT, BUNDLE, "chutes.clients.acme.deadline=5m"))
                .hasSize(2)
                .allSatisfy(client -> {
                    assertThat(client.getHttp().getConnectTimeout()).isEqualTo(Duration.ofSeconds(3));
                    assertThat(client.getHttp().getSsl().getBundle()).isEqualTo("company");
                });
    }

    @Test
    void giveWayToTheSettingsOfTheClients() {
        assertThat(clients(
                        CONNECT,
                        BUNDLE,
                        "chutes.http.connect-timeout=10s",
                        "chutes.http.ssl.bundle=",
                        "chutes.clients.acme.deadline=5m"))
                .allSatisfy(client -> {
                    assertThat(client.getHttp().getConnectTimeout()).isEqualTo(Duration.ofSeconds(10));
                    assertThat(client.getHttp().getSsl().getBundle()).isEmpty();
                });
    }

    @Test
    void areOverriddenByASettingOfOneClient() {
        assertThat(clients(CONNECT, "chutes.clients.acme.http.connect-timeout=10s"))
                .extracting(client -> client.getHttp().getConnectTimeout())
                .containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(10));
    }

    /** Thirty seconds for a read would end each generation. */
    @Test
    void doNotShortenTheWaitForAVideo() {
        assertThat(clients("spring.http.clients.read-timeout=30s").get(0).getHttp())
                .satisfies(http -> assertThat(http.getFirstByteTimeout()).isEqualTo(Duration.ofSeconds(650)))
                .satisfies(http -> assertThat(http.getIdleTimeout()).isEqualTo(Duration.ofSeconds(60)));
    }

    @Test
    void areNamedInAMessage() {
        Contexts.withToken()
                .withPropertyValues("spring.http.clients.ssl.bundle=nope")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(
                                "spring.http.clients.ssl.bundle names the SSL bundle \"nope\", which does not exist"));
    }

    private static List<ClientProperties> clients(String... settings) {
        MockEnvironment environment = new MockEnvironment();
        TestPropertyValues.of(settings).and("chutes.verify-video=true").applyTo(environment);
        ChutesProperties properties =
                Binder.get(environment).bind("chutes", ChutesProperties.class).get();
        List<ClientSettings> all = new ArrayList<>();
        all.add(ClientSettings.ofDefault(properties, environment));
        all.addAll(ClientSettings.ofNamed(properties, environment));
        return all.stream().map(ClientSettings::properties).toList();
    }
}
