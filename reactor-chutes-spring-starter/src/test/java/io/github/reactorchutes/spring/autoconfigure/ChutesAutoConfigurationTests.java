package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.auth.ChutesTokenProvider;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.spring.ChutesClientBuilderCustomizer;
import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.spring.ChutesConnectionDetails;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import reactor.core.publisher.Mono;

class ChutesAutoConfigurationTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    @Test
    void needsNothingButAToken(ChutesEmulator emulator) {
        Contexts.calling(emulator).run(context -> {
            assertThat(context).hasSingleBean(ChutesClient.class).hasSingleBean(ChutesClients.class);
            assertThat(context.getBean(ChutesClients.class).names()).containsExactly("default");
            assertThat(context.getBean(ChutesClients.class).get("default"))
                    .isSameAs(context.getBean(ChutesClient.class));
            assertThat(Videos.generate(context.getBean(ChutesClient.class))).isPositive();
            assertThat(emulator.takeRequest(SOON).header("Authorization")).contains("Bearer " + Contexts.SECRET);
        });
    }

    @Test
    void canBeSwitchedOff() {
        Contexts.bare()
                .withPropertyValues("chutes.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(ChutesClient.class)
                        .doesNotHaveBean(ChutesClients.class)
                        .doesNotHaveBean("chutesHealthContributor")
                        .doesNotHaveBean("chutesEndpoint"));
    }

    @Test
    void failsWithoutAToken() {
        Contexts.bare()
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ConfigurationProblem.class)
                        .hasMessage("The Chutes client \"default\" has no API token."));
    }

    @Test
    void leavesTheClientToTheApplication() {
        Contexts.bare().withUserConfiguration(OwnClient.class).run(context -> {
            assertThat(context).hasSingleBean(ChutesClient.class).hasBean("ownClient");
            assertThat(context.getBean(ChutesClients.class).names()).isEmpty();
        });
    }

    @Test
    void takesTheTokenProviderOfTheApplication(ChutesEmulator emulator) {
        Contexts.bare()
                .withBean(ChutesTokenProvider.class, () -> () -> Mono.just("from-a-bean"))
                .withPropertyValues("chutes.base-url=" + emulator.baseUrl())
                .run(context -> {
                    Videos.generate(context.getBean(ChutesClient.class));
                    assertThat(emulator.takeRequest(SOON).header("Authorization"))
                            .contains("Bearer from-a-bean");
                });
    }

    @Test
    void takesUrlAndTokenOfConnectionDetails(ChutesEmulator emulator) {
        Contexts.bare()
                .withBean(ChutesConnectionDetails.class, () -> details(emulator))
                .withPropertyValues("chutes.endpoints.text-to-video.url=https://unused.example.com/")
                .run(context -> {
                    Videos.generate(context.getBean(ChutesClient.class));
                    assertThat(emulator.takeRequest(SOON).header("Authorization"))
                            .contains("Bearer from-details");
                });
    }

    @Test
    void appliesCustomizersInOrderAfterTheSettings(ChutesEmulator emulator) {
        Contexts.withToken()
                .withPropertyValues("chutes.base-url=https://unused.example.com")
                .withUserConfiguration(Customizers.class)
                .run(context -> {
                    Videos.generate(context.getBean(ChutesClient.class));
                    assertThat(emulator.takeRequest(SOON).header("X-Order")).contains("default: first, second");
                });
    }

    @Test
    void letsACustomizerReachTheHttpClient(ChutesEmulator emulator) {
        Contexts.calling(emulator)
                .withBean(
                        ChutesClientBuilderCustomizer.class,
                        () -> (builder, client) ->
                                builder.httpClient(http -> http.headers(all -> all.set("X-Http", "1"))))
                .run(context -> {
                    Videos.generate(context.getBean(ChutesClient.class));
                    assertThat(emulator.takeRequest(SOON).header("X-Http")).contains("1");
                });
    }

    @Test
    void introducesItself(ChutesEmulator emulator) {
        Contexts.calling(emulator).run(context -> {
            Videos.generate(context.getBean(ChutesClient.class));
            assertThat(emulator.takeRequest(SOON).header("User-Agent"))
                    .hasValueSatisfying(agent ->
                            assertThat(agent).matches("reactor-chutes/\\S+ reactor-chutes-spring-starter/\\S+"));
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sendsNothingWithAHeaderThatWouldBeTwo(boolean isOfFilter, ChutesEmulator emulator) {
        String value = "a\r\nX-Injected: 1";
        ChutesClientBuilderCustomizer customizer = (builder, client) -> {
            if (isOfFilter) {
                builder.filter((call, next) -> next.exchange(call.withHeader("X-Tenant", value)));
            } else {
                builder.httpClient(http -> http.headers(all -> all.set("X-Tenant", value)));
            }
        };
        int before = emulator.requestCount();
        Contexts.calling(emulator)
                .withBean(ChutesClientBuilderCustomizer.class, () -> customizer)
                .run(context -> assertThatThrownBy(() -> Videos.generate(context.getBean(ChutesClient.class)))
                        .hasMessageNotContaining("\r"));
        assertThat(emulator.requestCount()).isEqualTo(before);
    }

    @Test
    void failsACallWhileTheTokenFileIsGone(ChutesEmulator emulator, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "first");
        Contexts.bare()
                .withPropertyValues("chutes.token-file=" + file, "chutes.base-url=" + emulator.baseUrl())
                .run(context -> {
                    ChutesClient client = context.getBean(ChutesClient.class);
                    Files.delete(file);
                    assertThatThrownBy(() -> Videos.generate(client))
                            .isInstanceOf(ChutesNotSentException.class)
                            .hasMessageContaining("NoSuchFileException");
                    Files.writeString(file, "second");
                    Videos.generate(client);
                    assertThat(emulator.takeRequest(SOON).header("Authorization"))
                            .contains("Bearer second");
                });
    }

    @Test
    void leavesABuiltClientOpenWhenTheContextCloses(ChutesEmulator emulator) {
        List<ChutesClient> built = new ArrayList<>();
        Contexts.calling(emulator)
                .run(context ->
                        built.add(context.getBean(ChutesClient.Builder.class).build()));
        try (ChutesClient client = built.get(0)) {
            assertThat(Videos.generate(client)).isPositive();
        }
    }

    @Test
    void offersABuilderWithTheSettingsForFurtherClients(ChutesEmulator emulator) {
        Contexts.calling(emulator).run(context -> {
            ChutesClient.Builder builder = context.getBean(ChutesClient.Builder.class);
            assertThat(context.getBean(ChutesClient.Builder.class)).isNotSameAs(builder);
            try (ChutesClient client = builder.apiToken("another").build()) {
                Videos.generate(client);
            }
            assertThat(emulator.takeRequest(SOON).header("Authorization")).contains("Bearer another");
        });
    }

    @Test
    void readsARotatedTokenFileAtTheNextCall(ChutesEmulator emulator, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "first\n");
        Contexts.bare()
                .withPropertyValues("chutes.token-file=" + file, "chutes.base-url=" + emulator.baseUrl())
                .run(context -> {
                    Videos.generate(context.getBean(ChutesClient.class));
                    assertThat(emulator.takeRequest(SOON).header("Authorization"))
                            .contains("Bearer first");
                    Files.writeString(file, "second\n");
                    Videos.generate(context.getBean(ChutesClient.class));
                    assertThat(emulator.takeRequest(SOON).header("Authorization"))
                            .contains("Bearer second");
                });
    }

    @Test
    void callsEachEndpointWhereTheSettingsSay(ChutesEmulator emulator) {
        Contexts.withToken()
                .withPropertyValues(
                        "chutes.base-url=https://unused.example.com/prefix",
                        "chutes.endpoints.text-to-video.url=" + emulator.baseUrl() + "/text2video")
                .run(context -> {
                    assertThat(Videos.generate(context.getBean(ChutesClient.class)))
                            .isPositive();
                    Map<String, URI> urls = context.getBean(ChutesClients.class)
                            .status("default")
                            .endpoints();
                    assertThat(urls)
                            .containsEntry("text-to-video", emulator.baseUrl().resolve("/text2video"))
                            .containsEntry(
                                    "fast-image-to-video", URI.create("https://unused.example.com/prefix/generate"));
                });
    }

    @Test
    void startsWithNamedClientsOnlyAndFailsWhereTheDefaultOneIsWanted() {
        ApplicationContextRunner named = Contexts.bare().withPropertyValues("chutes.clients.tenant-a.api-token=a");
        named.run(context ->
                assertThat(context.getBean(ChutesClients.class).names()).containsExactly("tenant-a"));
        named.withUserConfiguration(NeedsDefault.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("client \"default\" has no API token"));
    }

    @Test
    void namesTheClientThatHasNoToken() {
        Contexts.bare()
                .withPropertyValues("chutes.clients.tenant-a.api-token=a", "chutes.clients.tenant-b.deadline=5m")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("client \"tenant-b\" has no API token"));
    }

    @Test
    void sendsTheTokenOfTheNamedClientEvenBesideATokenProvider(ChutesEmulator emulator) {
        Contexts.calling(emulator)
                .withBean(ChutesTokenProvider.class, () -> ChutesTokenProvider.of("of-the-application"))
                .withPropertyValues("chutes.clients.own.api-token=own", "chutes.clients.inherits.deadline=1m")
                .run(context -> {
                    ChutesClients clients = context.getBean(ChutesClients.class);
                    assertThat(clients.names()).containsExactlyInAnyOrder("default", "own", "inherits");
                    Videos.generate(clients.get("own"));
                    assertThat(emulator.takeRequest(SOON).header("Authorization"))
                            .contains("Bearer own");
                    Videos.generate(clients.get("inherits"));
                    assertThat(emulator.takeRequest(SOON).header("Authorization"))
                            .contains("Bearer of-the-application");
                });
    }

    @Test
    void knowsItsClientsByName() {
        Contexts.withToken()
                .withPropertyValues("chutes.clients.tenant-a.verify-video=false")
                .run(context -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> context.getBean(ChutesClients.class).get("tenant-b"))
                        .withMessage(
                                "unknown Chutes client \"tenant-b\"; the configured clients are [default, tenant-a]"));
    }

    @Test
    void letsTheApplicationInjectANamedClientBesideTheDefaultOne() {
        Contexts.withToken()
                .withPropertyValues("chutes.clients.tenant-a.verify-video=false")
                .withUserConfiguration(NeedsDefault.class, NeedsTenant.class)
                .run(context -> {
                    ChutesClients clients = context.getBean(ChutesClients.class);
                    assertThat(context.getBean(NeedsDefault.class).client).isSameAs(clients.get("default"));
                    assertThat(context.getBean(NeedsTenant.class).client).isSameAs(clients.get("tenant-a"));
                });
    }

    @Test
    void failsAtFirstUseWhenBeansAreLazy() {
        Contexts.bare()
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThatThrownBy(() -> context.getBean(ChutesClient.class))
                            .rootCause()
                            .isInstanceOf(ConfigurationProblem.class);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.springframework.http,org.springframework.web",
                "org.springframework.boot.health",
                "org.springframework.boot.actuate",
                "io.micrometer",
                "io.micrometer.core",
                "io.github.resilience4j.springboot",
                "org.springframework.http,org.springframework.web,org.springframework.boot.health,"
                        + "org.springframework.boot.actuate,io.micrometer"
            })
    void worksWithoutOptionalLibraries(String absent, ChutesEmulator emulator) {
        new ApplicationContextRunner()
                .withUserConfiguration(AsBootDoes.class)
                .withPropertyValues("chutes.api-token=a", "chutes.base-url=" + emulator.baseUrl())
                .withClassLoader(new FilteredClassLoader(absent.split(",")))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.containsBean("chutesEventLoops"))
                            .isEqualTo(!absent.contains("springframework.http"));
                    assertThat(context.containsBean("chutesHealthContributor")).isEqualTo(!absent.contains("health"));
                    assertThat(context.containsBean("chutesEndpoint")).isFalse();
                    assertThat(context.containsBean("chutesSecrets")).isEqualTo(!absent.contains("actuate"));
                    assertThat(Videos.generate(context.getBean(ChutesClient.class)))
                            .isPositive();
                });
    }

    @Test
    void isListedForBootToFind() {
        assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
                .contains(
                        ChutesAutoConfiguration.class.getName(),
                        ChutesEndpointAutoConfiguration.class.getName(),
                        ChutesHealthContributorAutoConfiguration.class.getName(),
                        ChutesObservationAutoConfiguration.class.getName());
    }

    @Test
    void printsNoToken() {
        Contexts.withToken()
                .withPropertyValues("chutes.clients.tenant-a.api-token=" + Contexts.SECRET + "2")
                .run(context -> assertThat(context.getBeansOfType(Object.class).values())
                        .allSatisfy(bean -> assertThat(bean.toString()).doesNotContain(Contexts.SECRET)));
    }

    private static ChutesConnectionDetails details(ChutesEmulator emulator) {
        return new ChutesConnectionDetails() {
            @Override
            public URI baseUrl() {
                return emulator.baseUrl();
            }

            @Override
            public @Nullable ChutesTokenProvider tokenProvider() {
                return ChutesTokenProvider.of("from-details");
            }
        };
    }

    /** With Boot's filter of auto-configurations, which a runner leaves out. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        SslAutoConfiguration.class,
        ChutesAutoConfiguration.class,
        ChutesEndpointAutoConfiguration.class,
        ChutesHealthContributorAutoConfiguration.class,
        ChutesObservationAutoConfiguration.class
    })
    static class AsBootDoes {}

    @Configuration(proxyBeanMethods = false)
    static class OwnClient {

        @Bean
        ChutesClient ownClient() {
            return ChutesClient.create("own");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        @Bean
        @Order(2)
        ChutesClientBuilderCustomizer second() {
            return (builder, client) -> builder.filter((call, next) ->
                    next.exchange(call.withHeader("X-Order", call.headers().get("X-Order") + ", second")));
        }

        @Bean
        @Order(1)
        ChutesClientBuilderCustomizer first() {
            return (builder, client) -> builder.baseUrl(chutes.emulator().baseUrl())
                    .filter((call, next) -> next.exchange(call.withHeader("X-Order", client + ": first")));
        }
    }

    record NeedsDefault(ChutesClient client) {}

    @Configuration(proxyBeanMethods = false)
    static class NeedsTenant {

        private @Nullable ChutesClient client;

        @Bean(defaultCandidate = false)
        @Qualifier("tenant-a")
        static ChutesClient tenantA(ChutesClients clients) {
            return clients.get("tenant-a");
        }

        @Autowired
        void use(@Qualifier("tenant-a") ChutesClient tenant) {
            client = tenant;
        }
    }
}
