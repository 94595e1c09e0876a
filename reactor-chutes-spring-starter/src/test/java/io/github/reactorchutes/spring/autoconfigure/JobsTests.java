package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.jobs.ChutesJobException;
import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.jobs.Job;
import io.github.reactorchutes.jobs.JobKey;
import io.github.reactorchutes.jobs.JobState;
import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.spring.ChutesJobsBuilderCustomizer;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.store.FileVideoStore;
import io.github.reactorchutes.store.VideoStore;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Durable jobs in an application. */
class JobsTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    @TempDir
    Path folder;

    @Test
    void generatesAVideoInTheDirectory(ChutesEmulator emulator) {
        jobs(emulator).run(context -> {
            ChutesJobs jobs = context.getBean(ChutesJobs.class);
            Job done = settled(jobs, submit(jobs));
            assertThat(done.state()).isEqualTo(JobState.DONE);
            assertThat(Videos.block(Videos.size(jobs.video(done.id())))).isPositive();
            assertThat(folder.resolve("jobs.db")).isNotEmptyFile();
            assertThat(folder.resolve("videos")).isDirectoryRecursivelyContaining("glob:**.mp4");
        });
    }

    @Test
    void continuesWithAJobAfterARestartOfTheApplication(ChutesEmulator emulator) {
        String[] submitted = new String[1];
        jobs(emulator)
                .withPropertyValues("chutes.jobs.threads=0")
                .run(context ->
                        submitted[0] = submit(context.getBean(ChutesJobs.class)).id());
        assertThat(emulator.requestCount()).isZero();

        jobs(emulator).run(context -> {
            ChutesJobs jobs = context.getBean(ChutesJobs.class);
            assertThat(block(jobs.watch(submitted[0]).last()).state()).isEqualTo(JobState.DONE);
        });
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    @Test
    void isOffByDefault(ChutesEmulator emulator) {
        Contexts.calling(emulator)
                .withPropertyValues("chutes.jobs.directory=" + folder.resolve("data"))
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean(ChutesJobs.class);
                    assertThat(folder.resolve("data")).doesNotExist();
                });
    }

    @Test
    void startsBeforeTheWebServerAndStopsBeforeTheClients() {
        assertThat(JobsLifecycle.PHASE)
                .isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE)
                .isGreaterThan(ManagedClients.PHASE);
    }

    @Test
    void letsASentCallEndWhenTheApplicationStops(ChutesEmulator emulator) {
        emulator.when(request -> true).thenReply(Reply.video().withDelay(Duration.ofMillis(700)));
        String[] ids = new String[2];
        jobs(emulator).withPropertyValues("chutes.jobs.threads=1").run(context -> {
            ChutesJobs jobs = context.getBean(ChutesJobs.class);
            ids[0] = submit(jobs).id();
            ids[1] = block(jobs.submit(Videos.FOX, JobKey.copy(2))).id();
            emulator.takeRequest(SOON);
        });
        assertStates(emulator, ids, JobState.DONE, JobState.QUEUED);
    }

    @Test
    void abortsACallThatOutlivesTheShutdown(ChutesEmulator emulator) {
        emulator.enqueue(Reply.silent());
        String[] ids = new String[1];
        jobs(emulator).withPropertyValues("chutes.shutdown.timeout=200ms").run(context -> {
            ids[0] = submit(context.getBean(ChutesJobs.class)).id();
            emulator.takeRequest(SOON);
        });
        assertStates(emulator, ids, JobState.UNKNOWN);
    }

    private void assertStates(ChutesEmulator emulator, String[] ids, JobState... states) {
        jobs(emulator).withPropertyValues("chutes.jobs.threads=0").run(context -> {
            for (int i = 0; i < ids.length; i++) {
                assertThat(block(context.getBean(ChutesJobs.class).get(ids[i])).state())
                        .isEqualTo(states[i]);
            }
        });
    }

    @Test
    void worksAgainAfterAStopAndAPause(ChutesEmulator emulator) {
        jobs(emulator).run(context -> {
            ConfigurableApplicationContext source =
                    context.getSourceApplicationContext(ConfigurableApplicationContext.class);
            ChutesJobs jobs = context.getBean(ChutesJobs.class);
            source.stop();
            assertThatThrownBy(() -> submit(jobs))
                    .isInstanceOfSatisfying(
                            ChutesJobException.class,
                            error -> assertThat(error.reason()).isEqualTo(ChutesJobException.Reason.NOT_RUNNING));
            source.start();
            assertThat(settled(jobs, submit(jobs)).state()).isEqualTo(JobState.DONE);
            source.pause();
            assertThat(context.getBean(JobsLifecycle.class).isRunning()).isFalse();
            source.restart();
            assertThat(submit(jobs).state()).isEqualTo(JobState.DONE);
        });
    }

    @Test
    void usesTheDataSourceAndTheStoreOfTheApplication(ChutesEmulator emulator) {
        jobs(emulator)
                .withBean(DataSource.class, () -> database(folder.resolve("app.db")))
                .withBean(VideoStore.class, () -> FileVideoStore.in(folder.resolve("archive")))
                .run(context -> {
                    ChutesJobs jobs = context.getBean(ChutesJobs.class);
                    assertThat(settled(jobs, submit(jobs)).state()).isEqualTo(JobState.DONE);
                    assertThat(folder.resolve("app.db")).exists();
                    assertThat(folder.resolve("jobs.db")).doesNotExist();
                    assertThat(folder.resolve("archive")).isDirectoryRecursivelyContaining("glob:**.mp4");
                    assertThat(folder.resolve("videos")).doesNotExist();
                });
    }

    @Test
    void usesItsFileBesideADataSourceIfAsked(ChutesEmulator emulator) {
        jobs(emulator)
                .withBean(DataSource.class, () -> database(folder.resolve("app.db")))
                .withPropertyValues("chutes.jobs.database=file")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(folder.resolve("jobs.db")).exists();
                });
    }

    @Test
    void usesTheFileThatIsNamed(ChutesEmulator emulator) {
        Path file = folder.resolve("rows/own.db");
        ApplicationContextRunner named = jobs(emulator)
                .withBean(DataSource.class, () -> database(folder.resolve("app.db")))
                .withPropertyValues("chutes.jobs.database-file=" + file);
        named.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(file).exists();
            assertThat(folder.resolve("jobs.db")).doesNotExist();
        });
        assertProblem(
                named.withPropertyValues("chutes.jobs.database=application"),
                "Both chutes.jobs.database-file and chutes.jobs.database=application are set");
    }

    @Test
    void refusesADatabaseThatIsNotSupported(ChutesEmulator emulator) {
        ApplicationContextRunner onH2 = jobs(emulator).withBean(DataSource.class, () -> {
            HikariDataSource h2 = new HikariDataSource();
            h2.setJdbcUrl("jdbc:h2:mem:app");
            return h2;
        });
        assertProblem(onH2, "The Chutes jobs cannot start: dataSource must be SQLite or PostgreSQL but is H2.");
        onH2.withPropertyValues("chutes.jobs.database=file")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void customizersComeAfterTheSettings(ChutesEmulator emulator) {
        jobs(emulator)
                .withPropertyValues("chutes.jobs.account=team", "chutes.jobs.threads=3")
                .withBean(ChutesJobsBuilderCustomizer.class, () -> builder -> builder.account("customized"))
                .run(context -> assertThat(context.getBean(ChutesJobs.class))
                        .hasToString("ChutesJobs[customized, 3 threads, in " + folder + "]"));
    }

    @Test
    void hasAThreadForEachPermitThatIsStated(ChutesEmulator emulator) {
        assertThreads(jobs(emulator), 10);
        assertThreads(jobs(emulator).withPropertyValues("chutes.concurrency.max-calls=3"), 3);
        assertThreads(
                jobs(emulator).withPropertyValues("chutes.concurrency.max-calls=3", "chutes.concurrency.enabled=false"),
                10);
        assertThreads(
                jobs(emulator)
                        .withPropertyValues(
                                "chutes.concurrency.max-calls=3",
                                "chutes.clients.batch.concurrency.max-calls=7",
                                "chutes.jobs.client=batch"),
                7);
    }

    private static void assertThreads(ApplicationContextRunner runner, int threads) {
        runner.run(context ->
                assertThat(context.getBean(ChutesJobs.class).toString()).contains(threads + " threads"));
    }

    @Test
    void callsTheClientThatIsNamed(ChutesEmulator emulator) {
        jobs(emulator)
                .withPropertyValues("chutes.clients.batch.api-token=another", "chutes.jobs.client=batch")
                .run(context -> {
                    ChutesJobs jobs = context.getBean(ChutesJobs.class);
                    settled(jobs, submit(jobs));
                    assertThat(emulator.takeRequest(SOON).header("Authorization"))
                            .contains("Bearer another");
                    assertThat(context.getBean(ChutesClients.class)
                                    .status("batch")
                                    .lastSuccess())
                            .isNotNull();
                });
    }

    @Test
    void callsTheClientOfTheApplication(ChutesEmulator emulator) {
        jobs(emulator)
                .withBean(
                        ChutesClient.class,
                        () -> ChutesClient.builder()
                                .baseUrl(emulator.baseUrl())
                                .apiToken("own")
                                .build())
                .run(context -> {
                    ChutesJobs jobs = context.getBean(ChutesJobs.class);
                    settled(jobs, submit(jobs));
                    assertThat(emulator.takeRequest(SOON).header("Authorization"))
                            .contains("Bearer own");
                });
    }

    @Test
    void saysWhatIsMissing(ChutesEmulator emulator) throws IOException {
        assertProblem(
                Contexts.calling(emulator).withPropertyValues("chutes.jobs.enabled=true"),
                "chutes.jobs.directory is not set");
        assertProblem(
                jobs(emulator).withClassLoader(new FilteredClassLoader(ChutesJobs.class)), "not on the class path");
        assertProblem(
                jobs(emulator).withPropertyValues("chutes.jobs.database=application"),
                "chutes.jobs.database is application, but the application has no DataSource");
        assertProblem(
                jobs(emulator)
                        .withBean("one", DataSource.class, () -> database(folder.resolve("one.db")))
                        .withBean("two", DataSource.class, () -> database(folder.resolve("two.db"))),
                "cannot choose among the beans of type DataSource");
        assertProblem(
                jobs(emulator)
                        .withBean("one", VideoStore.class, () -> FileVideoStore.in(folder))
                        .withBean("two", VideoStore.class, () -> FileVideoStore.in(folder)),
                "cannot choose among the beans of type VideoStore");
        assertProblem(
                jobs(emulator).withPropertyValues("chutes.jobs.client=nobody"),
                "chutes.jobs.client is nobody, but the clients are [default]");
        assertProblem(
                Contexts.bare()
                        .withPropertyValues(
                                "chutes.clients.acme.api-token=t",
                                "chutes.jobs.enabled=true",
                                "chutes.jobs.directory=" + folder),
                "chutes.jobs.client does not name one of [acme]");
        Path file = Files.writeString(folder.resolve("file"), "no directory");
        assertProblem(
                jobs(emulator).withPropertyValues("chutes.jobs.directory=" + file),
                "The Chutes jobs cannot start: the spool directory cannot be created");
        assertProblem(
                jobs(emulator)
                        .withBean(DataSource.class, () -> database(folder.resolve("app.db")))
                        .withPropertyValues("chutes.jobs.create-tables=false"),
                "the tables of jobs are missing; run the script");
    }

    private static void assertProblem(ApplicationContextRunner runner, String text) {
        runner.run(context -> assertThat(context)
                .getFailure()
                .satisfies(failure -> assertThat(problem(failure).description()).contains(text)));
    }

    private static ConfigurationProblem problem(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof ConfigurationProblem)) {
            cause = Objects.requireNonNull(cause.getCause(), () -> "no such problem: " + failure);
        }
        return (ConfigurationProblem) cause;
    }

    @Test
    void startsWhenItsDatabaseIsBack(ChutesEmulator emulator) throws IOException {
        Path away = folder.resolve("away");
        jobs(emulator)
                .withBean(DataSource.class, () -> database(away.resolve("app.db")))
                .run(context -> {
                    ChutesJobs jobs = context.getBean(ChutesJobs.class);
                    assertThatThrownBy(() -> submit(jobs)).hasMessageContaining("not running");
                    Files.createDirectory(away);
                    Job job = block(Mono.defer(() -> jobs.submit(Videos.FOX))
                            .retryWhen(Retry.fixedDelay(600, Duration.ofMillis(50))));
                    assertThat(settled(jobs, job).state()).isEqualTo(JobState.DONE);
                });
    }

    @Test
    void reportsHealthAndMeters(ChutesEmulator emulator) {
        emulator.enqueue(Reply.gatewayTimeout());
        jobs(emulator).withBean(SimpleMeterRegistry.class).run(context -> {
            ChutesJobs jobs = context.getBean(ChutesJobs.class);
            assertThat(settled(jobs, submit(jobs)).state()).isEqualTo(JobState.UNKNOWN);

            Health health = health(context);
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails())
                    .containsEntry("undecided", 1L)
                    .containsEntry("waiting", 0L)
                    .doesNotContainKey("oldestWait");
            assertThat(health.toString()).contains("unknown=1", "queued=0");

            SimpleMeterRegistry registry = context.getBean(SimpleMeterRegistry.class);
            context.getBean(JobsMeters.class).bindTo(registry);
            assertThat(registry.get("chutes.jobs")
                            .tag("chutes.job.state", "unknown")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            assertThat(registry.get("chutes.jobs.oldest").gauge().value()).isZero();
            assertThat(registry.get("chutes.jobs.connected").gauge().value()).isEqualTo(1);
            assertThat(registry.getMeters())
                    .filteredOn(meter -> meter.getId().getName().startsWith("chutes.jobs"))
                    .hasSize(JobState.values().length - 1 + 2)
                    .allSatisfy(
                            meter -> assertThat(meter.getId().getDescription()).isNotBlank());
        });
    }

    @Test
    void reportsTheAgeOfTheOldestWaitingJob(ChutesEmulator emulator) {
        jobs(emulator)
                .withBean(SimpleMeterRegistry.class)
                .withPropertyValues("chutes.jobs.threads=0")
                .run(context -> {
                    submit(context.getBean(ChutesJobs.class));

                    assertThat(health(context).getDetails())
                            .containsKey("oldestWait")
                            .containsEntry("waiting", 1L);
                    SimpleMeterRegistry registry = context.getBean(SimpleMeterRegistry.class);
                    context.getBean(JobsMeters.class).bindTo(registry);
                    assertThat(registry.get("chutes.jobs.oldest").gauge().value())
                            .isPositive();
                });
    }

    @Test
    void isUnknownWhileItsDatabaseIsAway(ChutesEmulator emulator) {
        jobs(emulator)
                .withBean(SimpleMeterRegistry.class)
                .withBean(DataSource.class, () -> database(folder.resolve("no/such/folder/app.db")))
                .run(context -> {
                    Health health = health(context);
                    assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
                    assertThat(health.getDetails()).containsEntry("database", "away");
                    SimpleMeterRegistry registry = context.getBean(SimpleMeterRegistry.class);
                    context.getBean(JobsMeters.class).bindTo(registry);
                    assertThat(registry.get("chutes.jobs.connected").gauge().value())
                            .isZero();
                    assertThat(registry.get("chutes.jobs.oldest").gauge().value())
                            .isNaN();
                });
    }

    @Test
    void hasNoHealthIfSwitchedOff(ChutesEmulator emulator) {
        jobs(emulator)
                .withPropertyValues("management.health.chutes-jobs.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("chutesJobsHealthIndicator"));
    }

    private static Health health(AssertableApplicationContext context) {
        return block(context.getBean("chutesJobsHealthIndicator", ReactiveHealthIndicator.class)
                .health());
    }

    private ApplicationContextRunner jobs(ChutesEmulator emulator) {
        return Contexts.calling(emulator)
                .withPropertyValues(
                        "chutes.jobs.enabled=true",
                        "chutes.jobs.directory=" + folder,
                        "chutes.jobs.poll-interval=50ms",
                        "chutes.jobs.heartbeat=200ms");
    }

    private static Job submit(ChutesJobs jobs) {
        return block(jobs.submit(Videos.FOX));
    }

    private static Job settled(ChutesJobs jobs, Job job) {
        return block(jobs.watch(job.id()).last());
    }

    private static <T> T block(Mono<T> result) {
        return Objects.requireNonNull(result.block(SOON));
    }

    private static DataSource database(Path file) {
        HikariDataSource dataSource = new HikariDataSource();
        dataSource.setJdbcUrl(
                "jdbc:sqlite:" + file + "?journal_mode=WAL&transaction_mode=IMMEDIATE&busy_timeout=30000");
        dataSource.setMaximumPoolSize(4);
        dataSource.setConnectionTimeout(2_000);
        return dataSource;
    }
}
