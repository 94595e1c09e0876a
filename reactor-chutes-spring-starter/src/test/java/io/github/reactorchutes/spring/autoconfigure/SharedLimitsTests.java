package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.auth.ChutesTokenProvider;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.spring.actuate.ChutesEndpoint;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The platform limits an account, so clients with the same token have its limits together. */
class SharedLimitsTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    @Test
    void clientsThatInheritTheTokenShareItsPermits(ChutesEmulator emulator) {
        oneCall(emulator).withPropertyValues("chutes.clients.acme.deadline=5m").run(context -> {
            assertShared(context, emulator, "default", "acme");
            assertThat(context.getBean(ChutesClients.class).status("acme").sharesLimitsWith())
                    .containsExactly("default");
            assertThat(context.getBean(ChutesEndpoint.class).clients().toString())
                    .contains("sharesLimitsWith=[acme]")
                    .contains("sharesLimitsWith=[default]")
                    .doesNotContain(Contexts.SECRET);
        });
    }

    @Test
    void clientsWithTheSameTokenFromDifferentSourcesShareItsPermits(ChutesEmulator emulator, @TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("token"), Contexts.SECRET + "\n");
        oneCall(emulator)
                .withPropertyValues(
                        "chutes.clients.acme.api-token=" + Contexts.SECRET, "chutes.clients.globex.token-file=" + file)
                .run(context -> {
                    assertShared(context, emulator, "acme", "globex");
                    assertThat(context.getBean(ChutesClients.class)
                                    .status("acme")
                                    .sharesLimitsWith())
                            .containsExactly("default", "globex");
                });
    }

    @Test
    void clientsOfTheSameProviderShareItsPermits(ChutesEmulator emulator) {
        oneCall(emulator)
                .withBean(ChutesTokenProvider.class, () -> () -> Mono.just("provided"))
                .withPropertyValues("chutes.clients.acme.deadline=5m")
                .run(context -> assertShared(context, emulator, "acme", "default"));
    }

    @Test
    void furtherClientsOfTheBuilderShareThem(ChutesEmulator emulator) {
        oneCall(emulator).run(context -> {
            try (ChutesClient further =
                    context.getBean(ChutesClient.Builder.class).build()) {
                assertShared(emulator, context.getBean(ChutesClient.class), further);
            }
        });
    }

    @Test
    void anotherTokenHasItsOwnPermits(ChutesEmulator emulator) {
        oneCall(emulator)
                .withPropertyValues("chutes.clients.acme.api-token=another")
                .run(context -> {
                    assertSeparate(context, emulator);
                    assertThat(context.getBean(ChutesClients.class)
                                    .status("acme")
                                    .sharesLimitsWith())
                            .isEmpty();
                });
    }

    @Test
    void aClientCanKeepItsLimitsForItself(ChutesEmulator emulator) {
        oneCall(emulator)
                .withPropertyValues("chutes.clients.acme.share-limits=false")
                .run(context -> assertSeparate(context, emulator));
    }

    /** The account can do ten, of which acme may use one. */
    @Test
    void aSmallerLimitOfAClientHoldsWithinThatOfTheAccount(ChutesEmulator emulator) {
        oneCall(emulator)
                .withPropertyValues("chutes.concurrency.max-calls=10", "chutes.clients.acme.concurrency.max-calls=1")
                .run(context -> {
                    ChutesClients clients = context.getBean(ChutesClients.class);
                    assertThat(clients.status("acme").availablePermits()).isEqualTo(1);
                    emulator.enqueue(Reply.silent());
                    Disposable call = start(clients.get("acme"), emulator);
                    assertThat(clients.status("acme").availablePermits()).isZero();
                    assertThat(clients.status("default").availablePermits()).isEqualTo(9);
                    assertRejected(clients.get("acme"));
                    call.dispose();
                });
    }

    @Test
    void attemptsShareTheRateLimit(ChutesEmulator emulator) {
        oneCall(emulator)
                .withPropertyValues(
                        "chutes.rate-limit.max-requests=1",
                        "chutes.rate-limit.period=1h",
                        "chutes.rate-limit.max-wait=0s",
                        "chutes.clients.acme.deadline=5m")
                .run(context -> {
                    ChutesClients clients = context.getBean(ChutesClients.class);
                    Videos.generate(clients.get("default"));
                    assertRejected(clients.get("acme"));
                });
    }

    @Test
    void aSmallerRateOfAClientHoldsWithinThatOfTheAccount(ChutesEmulator emulator) {
        oneCall(emulator)
                .withPropertyValues(
                        "chutes.rate-limit.max-requests=2",
                        "chutes.rate-limit.period=1h",
                        "chutes.rate-limit.max-wait=0s",
                        "chutes.rate-limit.follow-server=false",
                        "chutes.clients.acme.rate-limit.max-requests=1")
                .run(context -> {
                    ChutesClients clients = context.getBean(ChutesClients.class);
                    Videos.generate(clients.get("acme"));
                    assertRejected(clients.get("acme"));
                    Videos.generate(clients.get("default"));
                    assertRejected(clients.get("default"));
                });
    }

    private static void assertRejected(ChutesClient client) {
        StepVerifier.create(client.textToVideo(Videos.FOX))
                .expectError(ChutesCallRejectedException.class)
                .verify(SOON);
    }

    private static ApplicationContextRunner oneCall(ChutesEmulator emulator) {
        return Contexts.calling(emulator)
                .withPropertyValues(
                        "chutes.concurrency.max-calls=1",
                        "chutes.concurrency.max-waiting-calls=0",
                        "management.endpoints.web.exposure.include=chutes");
    }

    private static void assertShared(
            AssertableApplicationContext context, ChutesEmulator emulator, String first, String second) {
        ChutesClients clients = context.getBean(ChutesClients.class);
        assertShared(emulator, clients.get(first), clients.get(second));
    }

    private static void assertShared(ChutesEmulator emulator, ChutesClient first, ChutesClient second) {
        emulator.enqueue(Reply.silent());
        Disposable call = start(first, emulator);
        assertRejected(second);
        call.dispose();
    }

    private static void assertSeparate(AssertableApplicationContext context, ChutesEmulator emulator) {
        ChutesClients clients = context.getBean(ChutesClients.class);
        emulator.enqueue(Reply.silent());
        Disposable call = start(clients.get("default"), emulator);
        assertThat(Videos.generate(clients.get("acme"))).isPositive();
        call.dispose();
    }

    /** Start a call that does not end, and return once the emulator has its request. */
    private static Disposable start(ChutesClient client, ChutesEmulator emulator) {
        Disposable call = client.textToVideo(Videos.FOX).subscribe(video -> {}, error -> {});
        emulator.takeRequest(SOON);
        return call;
    }
}
