package io.github.reactorchutes.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class AccountHealthTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    @Test
    void queriesNothingByDefault(ChutesEmulator emulator) {
        Contexts.calling(emulator).run(context -> {
            assertThat(health(context).getDetails()).doesNotContainKey("account");
            assertThat(Videos.block(context.getBean(ChutesClients.class)
                            .account("default")
                            .hasElement()))
                    .isFalse();
            assertThat(emulator.requestCount()).isZero();
        });
    }

    @Test
    void showsQuotaBalanceAndCaps(ChutesEmulator emulator) {
        emulator.account().balance(12.5).quota(300).used(7).subscribe(20, 3, 40);

        watching(emulator).run(context -> {
            Health health = health(context);
            int queries = emulator.requestCount();

            assertThat(account(health)).containsEntry("balance", 12.5).containsEntry("exhausted", false);
            assertThat(account(health).get("quota")).asString().contains("total=300.0", "used=7.0");
            assertThat(account(health).get("month")).asString().contains("total=100.0", "used=40.0", "resetsAt=");
            health(context);
            assertThat(emulator.requestCount()).as("queries of a second check").isEqualTo(queries);
        });
    }

    @Test
    void isDownOnRequestWhileTheAccountCannotPay(ChutesEmulator emulator) {
        emulator.account().balance(0).quota(10).used(10);

        watching(emulator)
                .withPropertyValues("chutes.health.down-on=quota-exceeded")
                .run(context -> assertThat(health(context).getStatus()).isEqualTo(Status.DOWN));
    }

    @Test
    void endsTheTroubleOfTheLastCallWhenTheAccountCanPay(ChutesEmulator emulator) {
        watching(emulator)
                .withPropertyValues("chutes.health.down-on=quota-exceeded")
                .run(context -> {
                    emulator.enqueue(PlatformError.QUOTA_EXCEEDED_WITHOUT_RESET.reply());
                    assertThat(catchThrowable(() -> Videos.generate(context.getBean(ChutesClient.class))))
                            .isInstanceOf(ChutesResponseException.class);

                    assertThat(health(context).getStatus()).isEqualTo(Status.UNKNOWN);
                    assertThat(health(context).getDetails()).doesNotContainKey("troubles");
                });
    }

    @Test
    void isNotTroubledByAFailedQuery(ChutesEmulator emulator) {
        Contexts.withToken()
                .withPropertyValues("chutes.base-url=http://127.0.0.1:1", "chutes.account.enabled=true")
                .run(context -> assertThat(health(context).getDetails())
                        .containsEntry("account", "unknown")
                        .doesNotContainKey("troubles"));
    }

    @Test
    void publishesGaugesOfTheLatestAnswer(ChutesEmulator emulator) {
        emulator.account().balance(12.5).quota(300).used(7).subscribe(20, 3, 40);

        watching(emulator).withBean(SimpleMeterRegistry.class).run(context -> {
            SimpleMeterRegistry meters = context.getBean(SimpleMeterRegistry.class);
            context.getBeansOfType(MeterBinder.class).values().forEach(binder -> binder.bindTo(meters));
            Awaitility.await()
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(gauge(meters, "balance")).isEqualTo(12.5));
            assertThat(gauge(meters, "quota", "chutes.quota", "used")).isEqualTo(7);
            assertThat(gauge(meters, "cap", "chutes.cap", "month", "chutes.quota", "total"))
                    .isEqualTo(100);
            assertThat(gauge(meters, "reset", "chutes.cap", "four_hours")).isPositive();
        });
    }

    private static ApplicationContextRunner watching(ChutesEmulator emulator) {
        return Contexts.calling(emulator).withPropertyValues("chutes.account.enabled=true");
    }

    private static double gauge(SimpleMeterRegistry meters, String name, String... tags) {
        return meters.get("chutes.client.account." + name).tags(tags).gauge().value();
    }

    private static Map<Object, Object> account(Health health) {
        return assertThat(health.getDetails().get("account"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .actual();
    }

    private static Health health(AssertableApplicationContext context) {
        return Videos.block(context.getBean(ReactiveHealthIndicator.class).health(true));
    }
}
