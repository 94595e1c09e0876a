package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.limits.JdbcAccountLimits;
import io.github.reactorchutes.limits.LimitsStatus;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.sqlite.SQLiteDataSource;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

/** Applications with one account and one database share its limits. */
class LimitsOfReplicasTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    @TempDir
    Path folder;

    @Test
    void twoApplicationsShareThePermits(ChutesEmulator emulator) {
        replica(emulator)
                .run(first -> replica(emulator).run(second -> {
                    emulator.enqueue(Reply.silent());
                    Disposable call = first.getBean(ChutesClient.class)
                            .textToVideo(Videos.FOX)
                            .subscribe(video -> {}, error -> {});
                    emulator.takeRequest(SOON);

                    StepVerifier.create(second.getBean(ChutesClient.class).textToVideo(Videos.FOX))
                            .expectErrorSatisfies(error -> assertThat(error)
                                    .isInstanceOf(ChutesCallRejectedException.class)
                                    .hasMessageContaining("shared limit of 1"))
                            .verify(SOON);

                    call.dispose();
                    assertThat(Videos.generate(second.getBean(ChutesClient.class)))
                            .isPositive();
                }));
    }

    @Test
    void theAccountHasANameWithoutTheToken(ChutesEmulator emulator) {
        replica(emulator).run(context -> {
            LimitsStatus limits =
                    context.getBean(JdbcSharedAccounts.class).statuses().get(0);
            assertThat(limits.account()).matches("token-[0-9a-f]{16}");
            assertThat(Contexts.SECRET).doesNotContain(limits.account().substring(6));
        });
        replica(emulator)
                .withPropertyValues("chutes.limits.account=video-team")
                .run(context -> assertThat(
                                context.getBean(JdbcSharedAccounts.class).statuses())
                        .extracting(LimitsStatus::account)
                        .containsExactly("video-team"));
    }

    @Test
    void clientsOfDifferentAccountsHaveTheirOwn(ChutesEmulator emulator) {
        replica(emulator)
                .withPropertyValues("chutes.clients.acme.api-token=another", "chutes.limits.account=team")
                .run(context -> assertThat(
                                context.getBean(JdbcSharedAccounts.class).statuses())
                        .extracting(LimitsStatus::account)
                        .containsExactly("team-default", "team-acme"));
    }

    @Test
    void reportsHealthAndMeters(ChutesEmulator emulator) {
        replica(emulator).withBean(SimpleMeterRegistry.class).run(context -> {
            Health health = Objects.requireNonNull(context.getBean("chutesLimitsHealthIndicator", HealthIndicator.class)
                    .health());
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.toString()).contains("database=connected", "maxCalls=1");

            SimpleMeterRegistry registry = context.getBean(SimpleMeterRegistry.class);
            context.getBean(LimitsMeters.class).bindTo(registry);
            assertThat(registry.get("chutes.limits.connected").gauge().value()).isEqualTo(1);
            assertThat(registry.get("chutes.limits.leases.max").gauge().value()).isEqualTo(1);
            assertThat(registry.getMeters())
                    .filteredOn(meter -> meter.getId().getName().startsWith("chutes.limits."))
                    .hasSize(8)
                    .allSatisfy(
                            meter -> assertThat(meter.getId().getDescription()).isNotBlank());
        });
    }

    @Test
    void isUnknownWhileTheDatabaseIsAway(ChutesEmulator emulator) {
        replica(emulator, folder.resolve("no/such/folder/test.db")).run(context -> {
            Health health = Objects.requireNonNull(context.getBean("chutesLimitsHealthIndicator", HealthIndicator.class)
                    .health());
            assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
            assertThat(health.toString()).contains("database=away", "whenAway=FAIL");
        });
    }

    @Test
    void goesOnWithItsShareWithoutADatabase(ChutesEmulator emulator) {
        replica(emulator, folder.resolve("no/such/folder/test.db"))
                .withPropertyValues("chutes.limits.replicas=1")
                .run(context -> assertThat(Videos.generate(context.getBean(ChutesClient.class)))
                        .isPositive());
    }

    @Test
    void saysWhatIsMissing(ChutesEmulator emulator) {
        Contexts.calling(emulator)
                .withPropertyValues("chutes.limits.shared=true")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("the application has no DataSource"));
        replica(emulator)
                .withClassLoader(new FilteredClassLoader(JdbcAccountLimits.class))
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("not on the class path"));
        replica(emulator)
                .withPropertyValues("chutes.limits.when-away=share")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("chutes.limits.replicas"));
        replica(emulator)
                .withPropertyValues("chutes.limits.replicas=2")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("replicas must be at most maxCalls"));
    }

    @Test
    void isOffByDefault(ChutesEmulator emulator) {
        Contexts.calling(emulator)
                .withBean(DataSource.class, () -> database(folder.resolve("test.db")))
                .run(context -> {
                    assertThat(context).doesNotHaveBean(JdbcSharedAccounts.class);
                    assertThat(folder.resolve("test.db")).doesNotExist();
                });
    }

    private ApplicationContextRunner replica(ChutesEmulator emulator) {
        return replica(emulator, folder.resolve("test.db"));
    }

    private static ApplicationContextRunner replica(ChutesEmulator emulator, Path file) {
        return Contexts.calling(emulator)
                .withBean(DataSource.class, () -> database(file))
                .withPropertyValues(
                        "chutes.limits.shared=true",
                        "chutes.concurrency.max-calls=1",
                        "chutes.concurrency.max-wait=1s");
    }

    private static DataSource database(Path file) {
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + file);
        return dataSource;
    }
}
