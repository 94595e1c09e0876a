package io.github.reactorchutes.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.RecordedRequest;
import io.github.reactorchutes.test.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.util.retry.Retry;

/**
 * Three workers in their own JVMs, killed at random and started again, while the database restarts. Afterwards every job
 * is settled, no end is wrong, and the platform saw at most one call for each.
 */
abstract class RandomRunKit {

    private static final Duration SOON = Duration.ofMinutes(2);

    private static final int WORKERS = 3;

    @TempDir
    Path directory;

    private final List<Process> workers = new ArrayList<>();

    abstract String database();

    /** Interrupt the database, if it is a server. */
    abstract void restartDatabase();

    final void run(int jobs, int kills) throws InterruptedException {
        run(jobs, kills, new Random().nextLong());
    }

    @Test
    @Tag("proof")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void paysForNoJobTwiceInALongRun() throws InterruptedException {
        int jobs = Integer.getInteger("chutes.jobs.proof", 2000);
        run(jobs, jobs / 25, Long.getLong("chutes.jobs.seed", new Random().nextLong()));
    }

    @AfterEach
    void killAll() {
        workers.forEach(Process::destroyForcibly);
    }

    private void run(int jobs, int kills, long seed) throws InterruptedException {
        System.out.println("[INFO] " + getClass().getSimpleName() + ": " + jobs + " jobs, " + kills
                + " kills, -Dchutes.jobs.seed=" + seed);
        Random random = new Random(seed);
        String database = database();
        try (ChutesEmulator emulator =
                        ChutesEmulator.builder().smallVideos(true).start();
                JobDatabase rows = database.isEmpty() ? JobDatabase.sqlite(directory) : JobDatabase.postgres(database);
                ChutesClient client = ChutesClient.builder()
                        .baseUrl(emulator.baseUrl())
                        .apiToken("token")
                        .build();
                ChutesJobs observer = observer(client, rows)) {
            delays(emulator, random);
            observer.start().block(SOON);
            submit(observer, jobs);
            IntStream.range(0, WORKERS).forEach(i -> workers.add(worker(database, emulator)));
            disturb(random, kills, () -> worker(database, emulator), observer);
            awaitSettled(observer, jobs);
            check(observer, emulator, jobs);
        }
    }

    private ChutesJobs observer(ChutesClient client, JobDatabase rows) {
        return ChutesJobs.builder()
                .client(client)
                .directory(directory)
                .dataSource(rows.dataSource())
                .threads(0)
                .build();
    }

    /** Twenty rules, so that the calls take different times. */
    private static void delays(ChutesEmulator emulator, Random random) {
        IntStream.range(0, 20).forEach(rule -> {
            Duration delay = Duration.ofMillis(random.nextInt(600));
            Reply reply = rule % 4 == 0
                    ? Reply.playableVideoOfSize(1_000_000).drip(100_000, Duration.ofMillis(20))
                    : Reply.video().withDelay(delay);
            emulator.when(request -> request.index() % 20 == rule).thenReply(reply);
        });
    }

    private static void submit(ChutesJobs observer, int jobs) {
        Flux.range(1, jobs)
                .concatMap(seed -> observer.submit(TextToVideoRequest.builder("a red fox")
                        .seed((long) seed)
                        .build()))
                .blockLast(SOON);
    }

    private Process worker(String database, ChutesEmulator emulator) {
        return CrashChild.start(directory, database, emulator.baseUrl(), "NONE", 0);
    }

    private void disturb(Random random, int kills, Supplier<Process> replacement, ChutesJobs observer)
            throws InterruptedException {
        for (int kill = 0; kill < kills; kill++) {
            long ended = count(observer, true);
            Await.untilAsserted(() -> assertThat(count(observer, true)).isGreaterThan(ended));
            Process victim = workers.remove(random.nextInt(workers.size()));
            victim.destroyForcibly();
            assertThat(victim.waitFor(60, TimeUnit.SECONDS)).isTrue();
            workers.add(replacement.get());
            if (kill % 5 == 1) {
                restartDatabase();
            }
            if (count(observer, false) == 0) {
                return;
            }
        }
    }

    private static long count(ChutesJobs observer, boolean settled) {
        return list(observer).stream()
                .filter(job -> job.state().isSettled() == settled)
                .count();
    }

    private static List<Job> list(ChutesJobs observer) {
        return Objects.requireNonNull(observer.list(JobFilter.all())
                .collectList()
                .retryWhen(Retry.fixedDelay(50, Duration.ofMillis(200)))
                .block(SOON));
    }

    private static void awaitSettled(ChutesJobs observer, int jobs) {
        long deadline = System.nanoTime() + Duration.ofMinutes(40).toNanos();
        while (count(observer, true) < jobs && System.nanoTime() < deadline) {
            Await.pause();
        }
        assertThat(count(observer, true)).isEqualTo(jobs);
    }

    private static void check(ChutesJobs observer, ChutesEmulator emulator, int jobs) {
        Map<String, Long> calls = emulator.requests().stream()
                .filter(RecordedRequest::bodyComplete)
                .collect(Collectors.groupingBy(RecordedRequest::bodySha256, Collectors.counting()));
        assertThat(calls.values()).allMatch(count -> count == 1);
        List<Job> all = list(observer);
        assertThat(all).hasSize(jobs).allSatisfy(job -> {
            assertThat(job.paidCalls()).as(job.toString()).isLessThanOrEqualTo(1);
            assertThat(calls.getOrDefault(job.requestSha256(), 0L)).isLessThanOrEqualTo(job.paidCalls());
            if (job.state() == JobState.DONE) {
                assertThat(Requests.sha256(ChutesJobsKit.bytes(observer.video(job.id()))))
                        .isEqualTo(job.videoSha256());
            } else {
                assertThat(job.state().isUndecided()).as(job.toString()).isTrue();
            }
        });
        System.out.println("[INFO] ends: "
                + all.stream()
                        .collect(Collectors.groupingBy(
                                job -> job.state() + (job.error() == null ? "" : " (" + job.error() + ")"),
                                Collectors.counting())));
    }
}
