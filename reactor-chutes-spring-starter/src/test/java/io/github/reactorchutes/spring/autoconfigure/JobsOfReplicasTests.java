package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.PostgresServer;
import io.github.reactorchutes.fixture.TestDatabase;
import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.jobs.JobState;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.store.FileVideoStore;
import io.github.reactorchutes.store.VideoStore;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Replicas of an application that share their jobs in PostgreSQL. */
class JobsOfReplicasTests {

    private static final Duration SOON = Duration.ofSeconds(60);

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    @TempDir
    Path folder;

    @Test
    void oneReplicaExecutesWhatAnotherSubmits(ChutesEmulator emulator) {
        String url = PostgresServer.shared().newDatabase();
        replica(emulator, url, "front")
                .withPropertyValues("chutes.jobs.threads=0")
                .run(front -> {
                    ChutesJobs submitting = front.getBean(ChutesJobs.class);
                    String id = block(submitting.submit(Videos.FOX)).id();
                    replica(emulator, url, "worker")
                            .run(worker -> assertThat(
                                            block(submitting.watch(id).last()).state())
                                    .isEqualTo(JobState.DONE));
                    assertThat(Videos.block(Videos.size(submitting.video(id)))).isPositive();
                    assertThat(folder.resolve("front")).doesNotExist();
                });
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    @Test
    void aJobSurvivesTheRestartOfItsApplication(ChutesEmulator emulator) {
        String url = PostgresServer.shared().newDatabase();
        String id;
        try (ConfigurableApplicationContext application = run(emulator, url, "chutes.jobs.threads", "0")) {
            id = block(application.getBean(ChutesJobs.class).submit(Videos.FOX)).id();
        }
        try (ConfigurableApplicationContext application = run(emulator, url, "chutes.jobs.threads", "2")) {
            assertThat(block(application.getBean(ChutesJobs.class).watch(id).last())
                            .state())
                    .isEqualTo(JobState.DONE);
        }
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    @Test
    void doesNotWaitForADatabaseThatDoesNotExist(ChutesEmulator emulator) {
        String url = PostgresServer.shared().newDatabase().replace("?user", "nowhere?user");
        replica(emulator, url, "data")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("does not exist"));
    }

    @Test
    void startsWhenAServerThatIsAwayIsBack(ChutesEmulator emulator) {
        try (PostgresServer server = PostgresServer.start()) {
            String url = server.newDatabase();
            server.stop();
            replica(emulator, url, "data").run(context -> {
                ChutesJobs jobs = context.getBean(ChutesJobs.class);
                assertThat(block(context.getBean("chutesJobsHealthIndicator", ReactiveHealthIndicator.class)
                                        .health())
                                .getStatus())
                        .isEqualTo(Status.UNKNOWN);
                server.begin();
                String id = block(Mono.defer(() -> jobs.submit(Videos.FOX))
                                .retryWhen(Retry.fixedDelay(600, Duration.ofMillis(100))))
                        .id();
                assertThat(block(jobs.watch(id).last()).state()).isEqualTo(JobState.DONE);
            });
        }
    }

    private ApplicationContextRunner replica(ChutesEmulator emulator, String url, String directory) {
        return Contexts.calling(emulator)
                .withBean(DataSource.class, () -> pool(url))
                .withBean(VideoStore.class, () -> FileVideoStore.in(folder.resolve("shared")))
                .withPropertyValues(
                        "chutes.jobs.enabled=true",
                        "chutes.jobs.poll-interval=50ms",
                        "chutes.jobs.directory=" + folder.resolve(directory));
    }

    private ConfigurableApplicationContext run(ChutesEmulator emulator, String url, String name, String value) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.addInitializers(context -> {
            ((GenericApplicationContext) context).registerBean(DataSource.class, () -> pool(url));
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "test",
                            Map.of(
                                    "chutes.api-token",
                                    "t",
                                    "chutes.base-url",
                                    emulator.baseUrl(),
                                    "chutes.jobs.enabled",
                                    "true",
                                    "chutes.jobs.directory",
                                    folder.toString(),
                                    name,
                                    value)));
        });
        return application.run();
    }

    @ImportAutoConfiguration({
        ChutesAutoConfiguration.class,
        ChutesJobsAutoConfiguration.class,
        ChutesHealthContributorAutoConfiguration.class
    })
    static class Application {}

    private static DataSource pool(String url) {
        return TestDatabase.pool(url);
    }

    private static <T> T block(Mono<T> result) {
        return Objects.requireNonNull(result.block(SOON));
    }
}
