package io.github.reactorchutes.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpServer;
import reactor.test.StepVerifier;

class HealthTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    @Test
    void knowsNothingBeforeTheFirstCallAndMakesNone(ChutesEmulator emulator) {
        Contexts.calling(emulator).run(context -> {
            assertThat(health(context).getStatus()).isEqualTo(Status.UNKNOWN);
            assertThat(emulator.requestCount()).isZero();
        });
    }

    @Test
    void isUpOnceAVideoWasDelivered(ChutesEmulator emulator) {
        Contexts.calling(emulator).run(context -> {
            Videos.generate(context.getBean(ChutesClient.class));
            Health health = health(context);
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails())
                    .containsKeys("lastSuccess")
                    .containsEntry("callsUnderWay", 0)
                    .doesNotContainKeys("lastFailure", "troubles", "probe");
        });
    }

    @Test
    void callsARefusedTokenUnknownAndDownOnlyOnRequest(ChutesEmulator emulator) {
        ApplicationContextRunner runner = Contexts.calling(emulator);
        runner.run(context -> {
            refuse(emulator, context);
            assertThat(health(context).getStatus()).isEqualTo(Status.UNKNOWN);
            assertThat(health(context).getDetails().get("troubles")).hasToString("[UNAUTHENTICATED]");
        });
        runner.withPropertyValues("chutes.health.down-on=unauthenticated").run(context -> {
            refuse(emulator, context);
            assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
            Videos.generate(context.getBean(ChutesClient.class));
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    void callsAnAccountThatCannotPayDownOnRequest(ChutesEmulator emulator) {
        for (PlatformError error : List.of(
                PlatformError.QUOTA_EXCEEDED_WITHOUT_RESET,
                PlatformError.SUBSCRIPTION_CAP_EXCEEDED,
                PlatformError.BALANCE_REQUIRED_FOR_TEE)) {
            Contexts.calling(emulator)
                    .withPropertyValues("chutes.health.down-on=quota-exceeded")
                    .run(context -> {
                        emulator.enqueue(error.reply());
                        generateInVain(context);
                        assertThat(health(context).getStatus()).as("%s", error).isEqualTo(Status.DOWN);
                    });
        }
    }

    @Test
    void callsAnOpenBreakerUnknownAndDownOnlyOnRequest(ChutesEmulator emulator) {
        ApplicationContextRunner runner = Contexts.calling(emulator)
                .withPropertyValues(
                        "chutes.circuit-breaker.sliding-window-size=1",
                        "chutes.circuit-breaker.minimum-number-of-calls=1");
        runner.run(context -> {
            breakDown(emulator, context);
            Health health = health(context);
            assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
            assertThat(health.getDetails().get("circuitBreakers")).hasToString("{chutes-text-to-video=OPEN}");
            assertThat(health.getDetails().get("lastFailure"))
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsEntry("status", 500)
                    .containsEntry("endpoint", "text-to-video");
        });
        runner.withPropertyValues("chutes.health.down-on=circuit-open").run(context -> {
            breakDown(emulator, context);
            assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
        });
    }

    @Test
    void pingsOnceForAllWhoAskWithoutTheToken(ChutesEmulator emulator) {
        Contexts.calling(emulator)
                .withPropertyValues("chutes.health.probe=ping")
                .run(context -> {
                    ReactiveHealthIndicator indicator = context.getBean(ReactiveHealthIndicator.class);
                    assertThat(Videos.block(Flux.range(0, 100)
                                    .flatMap(i -> indicator.health())
                                    .collectList()))
                            .hasSize(100)
                            .allSatisfy(health -> assertThat(health.getStatus()).isEqualTo(Status.UP));
                    assertThat(emulator.requests()).hasSize(1).allSatisfy(ping -> {
                        assertThat(ping.method()).isEqualTo("GET");
                        assertThat(ping.path()).isEqualTo("/ping");
                        assertThat(ping.header("Authorization")).isEmpty();
                    });
                });
    }

    @Test
    void reportsAProbeThatFails(ChutesEmulator emulator) {
        Contexts.withToken()
                .withPropertyValues(
                        "chutes.base-url=http://127.0.0.1:1",
                        "chutes.health.probe=ping",
                        "chutes.health.down-on=probe-failed")
                .run(context -> {
                    assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
                    assertThat(health(context).getDetails().get("probe")).hasToString("FAILED");
                });
    }

    @Test
    void answersThoughTheProbeHangs() {
        DisposableServer silent = TcpServer.create()
                .host("127.0.0.1")
                .handle((in, out) -> Mono.never())
                .bindNow(SOON);
        Contexts.withToken()
                .withPropertyValues("chutes.health.probe=ping", "chutes.base-url=http://127.0.0.1:" + silent.port())
                .run(context -> StepVerifier.withVirtualTime(() ->
                                context.getBean(ReactiveHealthIndicator.class).health(true))
                        .thenAwait(Duration.ofSeconds(5))
                        .assertNext(health ->
                                assertThat(health.getDetails().get("probe")).hasToString("FAILED"))
                        .expectComplete()
                        .verify(SOON));
        silent.disposeNow(SOON);
    }

    @Test
    void tellsEachNamedClientApart(ChutesEmulator emulator) {
        Contexts.calling(emulator)
                .withPropertyValues("chutes.clients.tenant-a.api-token=a")
                .run(context -> {
                    Videos.generate(context.getBean(ChutesClients.class).get("tenant-a"));
                    CompositeReactiveHealthContributor all = context.getBean(CompositeReactiveHealthContributor.class);
                    assertThat(status(all, "tenant-a")).isEqualTo(Status.UP);
                    assertThat(status(all, "default")).isEqualTo(Status.UNKNOWN);
                });
    }

    @Test
    void canBeSwitchedOffOrReplaced() {
        for (String setting : new String[] {"management.health.chutes.enabled", "management.health.defaults.enabled"}) {
            Contexts.withToken()
                    .withPropertyValues(setting + "=false")
                    .run(context -> assertThat(context).doesNotHaveBean("chutesHealthContributor"));
        }
        Contexts.withToken()
                .withBean("chutesHealthIndicator", ReactiveHealthContributor.class, HealthTests::replacement)
                .run(context -> assertThat(context)
                        .hasSingleBean(ReactiveHealthContributor.class)
                        .doesNotHaveBean("chutesHealthContributor"));
    }

    @Test
    void snapshotHoldsNoSecret(ChutesEmulator emulator) {
        Contexts.calling(emulator)
                .withPropertyValues("management.endpoints.web.exposure.include=chutes")
                .run(context -> {
                    Videos.generate(context.getBean(ChutesClient.class));
                    Map<String, Object> snapshot =
                            context.getBean(ChutesEndpoint.class).clients();
                    assertThat(snapshot.toString())
                            .contains("default", "text-to-video", "availablePermits=100", "chutes-text-to-video=CLOSED")
                            .doesNotContain(Contexts.SECRET)
                            .doesNotContain("red fox");
                });
    }

    @Test
    void masksSecretsWhereSettingsAreShown() {
        Contexts.withToken().run(context -> {
            var mask = context.getBean(SanitizingFunction.class);
            for (String key : new String[] {
                "chutes.api-token",
                "chutes.apiToken",
                "CHUTES_API_TOKEN",
                "chutes.clients.a.api-token",
                "chutes.http.proxy.password"
            }) {
                assertThat(mask.apply(data(key)).getValue()).as(key).isEqualTo("******");
            }
            assertThat(mask.apply(data("chutes.base-url")).getValue()).isEqualTo("shown");
        });
    }

    private static SanitizableData data(String key) {
        return new SanitizableData(null, key, "shown");
    }

    private static ReactiveHealthIndicator replacement() {
        return () -> Mono.just(Health.up().build());
    }

    private static void refuse(ChutesEmulator emulator, AssertableApplicationContext context) {
        emulator.enqueue(PlatformError.INVALID_TOKEN.reply());
        generateInVain(context);
    }

    private static void breakDown(ChutesEmulator emulator, AssertableApplicationContext context) {
        emulator.enqueue(Reply.of(500));
        generateInVain(context);
    }

    private static void generateInVain(AssertableApplicationContext context) {
        context.getBean(ChutesClient.class)
                .textToVideo(Videos.FOX)
                .then()
                .onErrorComplete()
                .block(SOON);
    }

    private static Status status(CompositeReactiveHealthContributor all, String name) {
        ReactiveHealthContributor one = all.getContributor(name);
        return one instanceof ReactiveHealthIndicator indicator
                ? Videos.block(indicator.health()).getStatus()
                : Status.OUT_OF_SERVICE;
    }

    private static Health health(AssertableApplicationContext context) {
        return Videos.block(context.getBean(ReactiveHealthIndicator.class).health(true));
    }
}
