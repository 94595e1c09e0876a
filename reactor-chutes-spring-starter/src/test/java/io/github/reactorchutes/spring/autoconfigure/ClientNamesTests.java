package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/** Names of clients are keys of a map, as anywhere in Boot. */
@ExtendWith(OutputCaptureExtension.class)
class ClientNamesTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    @ParameterizedTest
    @CsvSource({
        "tenantA, tenantA",
        "acme_corp, acme_corp",
        "tenant-a, tenant-a",
        "42, 42",
        "'\"[acme.com]\"', acme.com",
        "'\"[Acme & Söhne]\"', Acme & Söhne",
        "'\"[a-b]\"', a-b"
    })
    void sendsTheTokenOfAClientWhateverItsName(String key, String name, ChutesEmulator emulator) {
        yaml(emulator, """
                chutes:
                  clients:
                    %s:
                      api-token: own
                      endpoints:
                        textToVideo:
                          url: %s/text2video
                """.formatted(key, emulator.baseUrl())).run(context -> {
            ChutesClients clients = context.getBean(ChutesClients.class);
            assertThat(clients.names()).containsExactly("default", name);
            Videos.generate(clients.get(name));
            assertThat(emulator.takeRequest(SOON).header("Authorization")).contains("Bearer own");
        });
    }

    @Test
    void namesASettingOfSuchAClientInAMessage(ChutesEmulator emulator) {
        yaml(emulator, """
                chutes:
                  clients:
                    "[acme.com]":
                      http:
                        idle-timeout: 25d
                """)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("chutes.clients[acme.com].http.idle-timeout must be"));
    }

    @ParameterizedTest
    @CsvSource({"acme.com, acme.com, com", "a.b.c, a.b.c, b", "acme.api-tokn, acme.api-tokn, api-tokn"})
    void refusesAKeyThatBootWouldSplit(String key, String name, String lost, ChutesEmulator emulator) {
        yaml(emulator, "chutes:\n  clients:\n    " + key + ":\n      api-token: own\n")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(ConfigurationProblem.class, problem -> {
                            assertThat(problem.description())
                                    .isEqualTo("chutes.clients." + name
                                            + ".api-token sets nothing: a Chutes client has no setting \"" + lost
                                            + "\".");
                            assertThat(problem.action()).contains("chutes.clients[" + name + "]");
                            assertThat(problem.origins())
                                    .contains("    Origin: ")
                                    .contains(" - 4:18");
                        }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sp ace", "tenänt", "a@b"})
    void refusesAKeyOfWhichBootWouldDropCharacters(String key, ChutesEmulator emulator) {
        yaml(emulator, "chutes:\n  clients:\n    '" + key + "':\n      api-token: own\n")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(ConfigurationProblem.class, problem -> {
                            assertThat(problem.description())
                                    .isEqualTo("Boot drops characters of the client name \"" + key
                                            + "\" in chutes.clients." + key + ".api-token.");
                            assertThat(problem.action()).contains("chutes.clients[" + key + "]");
                        }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "[a/b]"})
    void refusesAKeyThatCannotBePartOfAPath(String key, ChutesEmulator emulator) {
        yaml(emulator, "chutes:\n  clients:\n    '" + key + "':\n      api-token: own\n")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ConfigurationProblem.class)
                        .hasMessageEndingWith(" has a slash."));
    }

    @Test
    void refusesNamesThatBootCannotTellApart(ChutesEmulator emulator) {
        yaml(emulator, """
                chutes:
                  clients:
                    tenant-a:
                      api-token: one
                    tenantA:
                      api-token: two
                """)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage(
                                "The client names \"tenant-a\" and \"tenantA\" are the same to Boot, which ignores case,"
                                        + " dashes and underscores."));
    }

    /** A variable is in capitals, so Boot would make a second client of it. */
    @Test
    void setsAClientOfAFileFromTheEnvironment(ChutesEmulator emulator) {
        yaml(emulator, "chutes:\n  clients:\n    tenantA:\n      deadline: 5m\n")
                .withInitializer(context -> environment(context, "CHUTES_CLIENTS_TENANTA_API_TOKEN"))
                .run(context -> {
                    ChutesClients clients = context.getBean(ChutesClients.class);
                    assertThat(clients.names()).containsExactly("default", "tenantA");
                    Videos.generate(clients.get("tenantA"));
                    assertThat(emulator.takeRequest(SOON).header("Authorization"))
                            .contains("Bearer from-the-environment");
                });
    }

    @Test
    void warnsOfAVariableThatSetsNothing(ChutesEmulator emulator, CapturedOutput output) {
        yaml(emulator, "chutes:\n  clients:\n    tenant:\n      deadline: 5m\n")
                .withInitializer(context -> environment(context, "CHUTES_CLIENTS_TENANT_A_API_TOKEN"))
                .run(context ->
                        assertThat(context.getBean(ChutesClients.class).names()).containsExactly("default", "tenant"));
        assertThat(output)
                .containsOnlyOnce("The environment variable CHUTES_CLIENTS_TENANT_A_API_TOKEN sets nothing")
                .doesNotContain("from-the-environment");
    }

    private static ApplicationContextRunner yaml(ChutesEmulator emulator, String yaml) {
        return Contexts.calling(emulator).withInitializer(context -> add(context, yaml));
    }

    private static void add(ConfigurableApplicationContext context, String yaml) {
        try {
            new YamlPropertySourceLoader()
                    .load("test.yaml", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
                    .forEach(context.getEnvironment().getPropertySources()::addLast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void environment(ConfigurableApplicationContext context, String variable) {
        context.getEnvironment()
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.of(variable, "from-the-environment")));
    }
}
