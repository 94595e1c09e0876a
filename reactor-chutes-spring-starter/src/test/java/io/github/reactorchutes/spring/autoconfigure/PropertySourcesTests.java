package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.spring.properties.ChutesProperties;
import io.github.reactorchutes.spring.properties.ClientProperties;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.cloud.autoconfigure.ConfigurationPropertiesRebinderAutoConfiguration;
import org.springframework.cloud.autoconfigure.RefreshAutoConfiguration;
import org.springframework.cloud.context.config.annotation.RefreshScope;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Where settings come from, and in which spelling. */
class PropertySourcesTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    @Test
    void readsAFlatAndANestedConfigTree(@TempDir Path secrets, ChutesEmulator emulator) throws IOException {
        Files.writeString(secrets.resolve("chutes.api-token"), "flat\n");
        Path nested = Files.createDirectories(secrets.resolve("chutes/clients/tenant-a"));
        Files.writeString(nested.resolve("api-token"), "nested\n");
        SpringApplication application = new SpringApplication(App.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext context = application.run(
                "--spring.config.import=configtree:" + secrets + "/",
                "--chutes.base-url=" + emulator.baseUrl(),
                "--logging.level.root=error")) {
            Videos.generate(context.getBean(ChutesClient.class));
            assertThat(emulator.takeRequest(SOON).header("Authorization")).contains("Bearer flat");
            Videos.generate(context.getBean(ChutesClients.class).get("tenant-a"));
            assertThat(emulator.takeRequest(SOON).header("Authorization")).contains("Bearer nested");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CHUTES_API_TOKEN, default, true",
        "CHUTES_APITOKEN, default, true",
        "CHUTES_CLIENTS_TENANTA_API_TOKEN, tenanta, true",
        "CHUTES_CLIENTS_TENANTA_APITOKEN, tenanta, true",
        "CHUTES_CLIENTS_TENANT_A_API_TOKEN, tenant-a, true",
        "CHUTES_CLIENTS_TENANT_A_APITOKEN, tenant-a, false"
    })
    void readsTheEnvironment(String variable, String client, boolean isBound) {
        MockEnvironment declared = new MockEnvironment();
        if (client.equals("tenant-a")) {
            declared.setProperty("chutes.clients.tenant-a.deadline", "5m");
        }
        MutablePropertySources sources = new MutablePropertySources(declared.getPropertySources());
        Map<String, Object> variables = new HashMap<>(Map.of(variable, "from-the-environment"));
        sources.addFirst(new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        ChutesProperties properties = new Binder(ConfigurationPropertySources.from(sources))
                .bind("chutes", ChutesProperties.class)
                .get();
        ClientProperties found = properties.getClients().getOrDefault(client, properties);
        assertThat(found.getApiToken()).isEqualTo(isBound ? "from-the-environment" : null);
    }

    @ParameterizedTest
    @CsvSource({
        "chutes.http.connect-timeout=1500",
        "chutes.http.connectTimeout=1500ms",
        "chutes.http.connect_timeout=PT1.5S",
        "CHUTES.HTTP.CONNECTTIMEOUT=1500"
    })
    void readsEverySpellingOfADuration(String setting) {
        assertThat(bind(setting).getHttp().getConnectTimeout()).isEqualTo(Duration.ofMillis(1500));
    }

    @ParameterizedTest
    @CsvSource({
        "chutes.endpoints.text-to-video.url",
        "chutes.endpoints.textToVideo.url",
        "chutes.endpoints.text_to_video.url",
        "CHUTES_ENDPOINTS_TEXTTOVIDEO_URL",
        "CHUTES_ENDPOINTS_TEXT_TO_VIDEO_URL"
    })
    void readsEverySpellingOfAKnownEndpoint(String setting) {
        MockEnvironment environment = new MockEnvironment();
        environment.setProperty("chutes.deadline", "5m");
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.of(setting, "https://moved.example.com/x")));
        ChutesProperties properties =
                Binder.get(environment).bind("chutes", ChutesProperties.class).get();
        Locations locations = new Locations(ClientSettings.ofDefault(properties, environment), null);
        assertThat(locations.byEndpoint())
                .containsEntry("text-to-video", URI.create("https://moved.example.com/x"))
                .hasSize(3);
    }

    @Test
    void movesAnyOtherChuteByItsName(ChutesEmulator emulator) {
        Contexts.withToken()
                .withPropertyValues("chutes.endpoints.my.url=" + emulator.baseUrl() + "/text2video")
                .run(context -> {
                    ChuteRequest request = ChuteRequest.builder("my", URI.create("https://unused.example.com/"))
                            .field("prompt", "a fox")
                            .build();
                    Mono<Long> size =
                            context.getBean(ChutesClient.class).exchange(request, video -> Videos.size(video.body()));
                    assertThat(Videos.block(size)).isPositive();
                    assertThat(emulator.takeRequest(SOON).path()).isEqualTo("/text2video");
                });
    }

    @Test
    void readsAnIndexedList() {
        assertThat(bind("chutes.trusted-hosts[0]=a.example.com", "chutes.trusted-hosts[1]=b.example.com")
                        .getTrustedHosts())
                .containsExactly("a.example.com", "b.example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "chutes.http.connect-timeout=soon",
        "chutes.http.pool.max-connections=many",
        "chutes.circuit-breaker.scope=galaxy",
        "chutes.retry.enabled=perhaps"
    })
    void namesTheSettingThatCannotBeRead(String setting) {
        assertThatThrownBy(() -> bind(setting))
                .isInstanceOf(BindException.class)
                .hasMessageContaining(setting.substring(0, setting.indexOf('=')));
    }

    @Test
    void aRefreshedClientHasTheNewToken(ChutesEmulator emulator) {
        new ApplicationContextRunner()
                .withUserConfiguration(Refreshed.class)
                .withConfiguration(AutoConfigurations.of(
                        ConfigurationPropertiesRebinderAutoConfiguration.class,
                        RefreshAutoConfiguration.class,
                        ChutesAutoConfiguration.class,
                        ChutesObservationAutoConfiguration.class))
                .withPropertyValues("chutes.api-token=old", "chutes.base-url=" + emulator.baseUrl())
                .run(context -> {
                    ChutesClient client = context.getBean("refreshed", ChutesClient.class);
                    Videos.generate(client);
                    assertThat(emulator.takeRequest(SOON).header("Authorization"))
                            .contains("Bearer old");
                    ConfigurableApplicationContext source =
                            context.getSourceApplicationContext(ConfigurableApplicationContext.class);
                    TestPropertyValues.of("chutes.api-token=new").applyTo(source);
                    source.publishEvent(new EnvironmentChangeEvent(source, Set.of("chutes.api-token")));
                    context.getBean(org.springframework.cloud.context.scope.refresh.RefreshScope.class)
                            .refreshAll();
                    Videos.generate(client);
                    assertThat(emulator.takeRequest(SOON).header("Authorization"))
                            .contains("Bearer new");
                });
    }

    @Test
    void aRefreshedClientHasTheNewLimit(ChutesEmulator emulator) {
        new ApplicationContextRunner()
                .withUserConfiguration(Refreshed.class)
                .withConfiguration(AutoConfigurations.of(
                        ConfigurationPropertiesRebinderAutoConfiguration.class,
                        RefreshAutoConfiguration.class,
                        ChutesAutoConfiguration.class,
                        ChutesObservationAutoConfiguration.class))
                .withPropertyValues(
                        "chutes.api-token=a",
                        "chutes.base-url=" + emulator.baseUrl(),
                        "chutes.concurrency.max-calls=1",
                        "chutes.concurrency.max-waiting-calls=0")
                .run(context -> {
                    ChutesClient client = context.getBean("refreshed", ChutesClient.class);
                    ConfigurableApplicationContext source =
                            context.getSourceApplicationContext(ConfigurableApplicationContext.class);
                    TestPropertyValues.of("chutes.concurrency.max-calls=2").applyTo(source);
                    source.publishEvent(new EnvironmentChangeEvent(source, Set.of("chutes.concurrency.max-calls")));
                    context.getBean(org.springframework.cloud.context.scope.refresh.RefreshScope.class)
                            .refreshAll();
                    emulator.enqueue(Reply.silent());
                    Disposable first = client.textToVideo(Videos.FOX).subscribe(video -> {}, error -> {});
                    emulator.takeRequest(SOON);
                    assertThat(Videos.generate(client)).isPositive();
                    first.dispose();
                });
    }

    private static ChutesProperties bind(String... settings) {
        MockEnvironment environment = new MockEnvironment();
        TestPropertyValues.of(List.of(settings)).applyTo(environment);
        return Binder.get(environment).bind("chutes", ChutesProperties.class).get();
    }

    @Configuration(proxyBeanMethods = false)
    static class Refreshed {

        @Bean
        @RefreshScope
        ChutesClient refreshed(ChutesClient.Builder builder) {
            return builder.build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}
}
