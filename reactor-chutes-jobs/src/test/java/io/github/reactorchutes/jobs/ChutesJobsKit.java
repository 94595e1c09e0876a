package io.github.reactorchutes.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.database.DatabaseKind;
import io.github.reactorchutes.request.AcceptedMedia;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.FastImageToVideoRequest;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.resilience.Backoff;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.store.ByteRange;
import io.github.reactorchutes.store.FileVideoStore;
import io.github.reactorchutes.store.StoredVideo;
import io.github.reactorchutes.store.VideoStore;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What jobs must do on every database, against the emulator. */
@NullUnmarked // a null from block() fails the test
abstract class ChutesJobsKit {

    static final Duration SOON = Duration.ofSeconds(30);

    private static final byte[] PIXEL = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=");

    @TempDir
    Path directory;

    private final List<AutoCloseable> opened = new ArrayList<>();

    private JobDatabase database;

    private ChutesEmulator emulator;

    private ChutesClient client;

    abstract JobDatabase open();

    @BeforeEach
    void start() {
        database = open();
        emulator = ChutesEmulator.builder().smallVideos(true).start();
        client = ChutesClient.builder()
                .baseUrl(emulator.baseUrl())
                .apiToken("token")
                .build();
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        if (database != null) {
            database.close();
            client.close();
            emulator.close();
        }
    }

    private ChutesJobs jobs(UnaryOperator<ChutesJobs.Builder> settings) {
        DefaultChutesJobsBuilder builder = (DefaultChutesJobsBuilder) ChutesJobs.builder();
        builder.progressInterval(Duration.ofMillis(50))
                .client(client)
                .directory(directory)
                .dataSource(database.dataSource())
                .threads(4)
                .heartbeat(Duration.ofMillis(200))
                .pollInterval(Duration.ofMillis(50))
                .retries(5, Duration.ofMillis(50), Duration.ofMillis(200));
        ChutesJobs jobs = settings.apply(builder).build();
        opened.add(jobs);
        jobs.start().block(SOON);
        return jobs;
    }

    private ChutesJobs jobs() {
        return jobs(builder -> builder);
    }

    private static TextToVideoRequest fox() {
        return TextToVideoRequest.builder("a red fox").seed(7L).build();
    }

    private static Job settled(ChutesJobs jobs, Job job) {
        return jobs.watch(job.id()).last().block(SOON);
    }

    private static Job submit(ChutesJobs jobs) {
        return jobs.submit(fox()).block(SOON);
    }

    private void awaitRequests(int count) {
        Await.untilAsserted(() -> assertThat(emulator.requestCount()).isEqualTo(count));
    }

    @Test
    void generatesAVideoAndKeepsIt() throws IOException {
        ChutesJobs jobs = jobs();

        Job done = settled(jobs, submit(jobs));

        assertThat(done.state()).isEqualTo(JobState.DONE);
        assertThat(done.paidCalls()).isEqualTo(1);
        assertThat(done.invocationId()).isNotBlank();
        byte[] video = bytes(jobs.video(done.id()));
        assertThat(Requests.sha256(video)).isEqualTo(done.videoSha256());
        assertThat(done.video().bytes()).isEqualTo(video.length);
        assertThat(emulator.takeRequest(SOON).bodySha256()).isEqualTo(done.requestSha256());
        assertThat(jobs.history(done.id()).map(JobEvent::to).collectList().block(SOON))
                .startsWith(JobState.QUEUED, JobState.QUEUED, JobState.SENDING)
                .endsWith(JobState.STORING, JobState.DONE);
        Await.untilAsserted(() -> assertThat(spool()).isEmpty());
    }

    private List<Path> spool() {
        try (Stream<Path> files = Files.list(directory.resolve("spool"))) {
            return files.toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void paysOnceForTheSameRequest() {
        ChutesJobs jobs = jobs();
        Job first = settled(jobs, submit(jobs));

        assertThat(submit(jobs).id()).isEqualTo(first.id());
        Job copy = jobs.submit(fox(), JobKey.copy(2)).block(SOON);

        assertThat(copy.id()).isNotEqualTo(first.id());
        settled(jobs, copy);
        assertThat(emulator.requestCount()).isEqualTo(2);
    }

    @Test
    void watchesManyJobsUntilAllAreSettled() {
        ChutesJobs jobs = jobs();
        emulator.enqueue(Reply.gatewayTimeout());
        List<String> ids = new ArrayList<>();
        for (int copy = 1; copy <= 103; copy++) {
            ids.add(jobs.submit(fox(), JobKey.copy(copy)).block(SOON).id());
        }

        List<Job> seen = jobs.watch(ids).collectList().block(SOON);

        Map<String, Job> last = new HashMap<>();
        seen.forEach(job -> assertThat(last.put(job.id(), job)).isNotEqualTo(job));
        assertThat(last).containsOnlyKeys(ids);
        assertThat(last.values()).allMatch(job -> job.state().isSettled());
        assertThat(last.values().stream().filter(job -> job.state() == JobState.UNKNOWN))
                .hasSize(1);
        assertThat(jobs.watch(ids).collectList().block(SOON)).hasSize(103);
        assertThat(jobs.watch(List.of()).collectList().block(SOON)).isEmpty();
        String absent = UUID.randomUUID().toString();
        assertThatThrownBy(() -> jobs.watch(List.of(ids.get(0), absent)).blockLast(SOON))
                .hasMessage("there is no job " + absent);
    }

    @Test
    void letsAFilterOfTheClientFindTheJob() {
        List<String> found = new CopyOnWriteArrayList<>();
        client.close();
        client = ChutesClient.builder()
                .baseUrl(emulator.baseUrl())
                .apiToken("token")
                .filter((call, next) -> Mono.deferContextual(context -> {
                    found.add(ChutesJobs.idIn(context).orElse("none"));
                    return next.exchange(call);
                }))
                .build();
        ChutesJobs jobs = jobs();

        Job done = settled(jobs, submit(jobs));
        client.exchange(fox()).block(SOON).release();

        assertThat(found).containsExactly(done.id(), "none");
    }

    @Test
    void refusesAKeyOfAnotherRequest() {
        ChutesJobs jobs = jobs(builder -> builder.threads(0));
        Job first = jobs.submit(fox(), JobKey.of("order 17")).block(SOON);

        assertThat(jobs.submit(fox(), JobKey.of("order 17")).block(SOON).id()).isEqualTo(first.id());
        assertThatThrownBy(() -> jobs.submit(
                                TextToVideoRequest.builder("a blue fox").build(), JobKey.of("order 17"))
                        .block(SOON))
                .hasMessage("the key belongs to job " + first.id() + " with another request");
    }

    @Test
    void sendsTheBytesThatWereSubmittedAlthoughTheImageIsGone() throws IOException {
        Path image = Files.write(directory.resolve("cat.png"), PIXEL);
        ChutesJobs waiting = jobs(builder -> builder.threads(0).maxRowBytes(0));
        Job job = waiting.submit(FastImageToVideoRequest.builder("it looks up", Image.file(image))
                        .build())
                .block(SOON);
        Files.delete(image);

        Job done = settled(jobs(), job);

        assertThat(done.state()).isEqualTo(JobState.DONE);
        assertThat(emulator.takeRequest(SOON).bodySha256()).isEqualTo(done.requestSha256());
    }

    @Test
    void triesAgainWhatCertainlyCostNothing() {
        emulator.enqueue(Reply.capacity(), Reply.capacity());
        ChutesJobs jobs = jobs();

        Job done = settled(jobs, submit(jobs));

        assertThat(done.state()).isEqualTo(JobState.DONE);
        assertThat(done.calls()).isEqualTo(3);
        assertThat(done.paidCalls()).isEqualTo(1);
        assertThat(jobs.history(done.id()).map(JobEvent::to).collectList().block(SOON))
                .contains(JobState.RETRY_AT);
    }

    @Test
    void waitsAsLongAsThePlatformAsks() {
        emulator.enqueue(Reply.capacity().withHeader("Retry-After", "3600"));
        ChutesJobs jobs = jobs();
        Job job = submit(jobs);

        Await.untilAsserted(() -> {
            Job waiting = jobs.get(job.id()).block(SOON);
            assertThat(waiting.state()).isEqualTo(JobState.RETRY_AT);
            assertThat(Duration.between(waiting.updatedAt(), waiting.retryAt()))
                    .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
        });
    }

    @Test
    void letsTheFiltersOfTheClientRetryWithinOneExecution() {
        emulator.enqueue(Reply.capacity());
        client.close();
        client = ChutesClient.builder()
                .baseUrl(emulator.baseUrl())
                .apiToken("token")
                .filter(RetryFilter.builder()
                        .capacity(Backoff.of(3, Duration.ofMillis(10), Duration.ofMillis(10)))
                        .build())
                .build();
        ChutesJobs jobs = jobs();

        Job done = settled(jobs, submit(jobs));

        assertThat(done.calls()).isEqualTo(2);
        assertThat(done.paidCalls()).isEqualTo(1);
    }

    @Test
    void failsAfterTheLastRetry() {
        emulator.when(request -> true).thenReply(Reply.capacity());
        ChutesJobs jobs = jobs(builder -> builder.retries(1, Duration.ofMillis(50), Duration.ofMillis(50)));

        Job failed = settled(jobs, submit(jobs));

        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.calls()).isEqualTo(2);
        assertThat(failed.paidCalls()).isZero();
    }

    @Test
    void failsWhatThePlatformRefuses() {
        emulator.enqueue(Reply.json(400, "{\"detail\": \"no\"}"));
        ChutesJobs jobs = jobs();

        Job failed = settled(jobs, submit(jobs));

        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.paidCalls()).isZero();
        assertThat(failed.error()).contains("400");
    }

    @Test
    void leavesTheDecisionAboutAnUnknownOutcomeToAPerson() {
        emulator.enqueue(Reply.gatewayTimeout());
        ChutesJobs jobs = jobs();

        Job unknown = settled(jobs, submit(jobs));
        assertThat(unknown.state()).isEqualTo(JobState.UNKNOWN);
        assertThat(unknown.paidCalls()).isEqualTo(1);
        assertThat(emulator.requestCount()).isEqualTo(1);

        Job resent = jobs.resend(unknown.id(), "ann").block(SOON);
        Job done = settled(jobs, resent);
        assertThat(done.state()).isEqualTo(JobState.DONE);
        assertThat(done.paidCalls()).isEqualTo(2);
        assertThat(jobs.history(done.id()).map(JobEvent::by).collectList().block(SOON))
                .contains("ann");
    }

    @Test
    void closesAnUnknownJobThatIsAccepted() {
        emulator.enqueue(Reply.gatewayTimeout());
        ChutesJobs jobs = jobs();
        Job unknown = settled(jobs, submit(jobs));

        Job accepted = jobs.accept(unknown.id(), "ann").block(SOON);

        assertThat(accepted.state()).isEqualTo(JobState.FAILED);
        assertThat(accepted.paidCalls()).isEqualTo(1);
        assertThatThrownBy(() -> jobs.accept(unknown.id(), "ann").block(SOON))
                .hasMessage("job " + unknown.id() + " is FAILED and has nothing to accept");
    }

    @Test
    void resendsByTheStatedPolicyUpToItsNumber() {
        emulator.when(request -> true).thenReply(Reply.gatewayTimeout());
        ChutesJobs jobs = jobs(builder -> builder.maxPaidCalls(2));

        Job job = submit(jobs);

        Await.untilAsserted(() -> {
            Job last = jobs.get(job.id()).block(SOON);
            assertThat(last.state()).isEqualTo(JobState.UNKNOWN);
            assertThat(last.paidCalls()).isEqualTo(2);
        });
        assertThat(emulator.requestCount()).isEqualTo(2);
        assertThat(jobs.history(job.id()).map(JobEvent::by).collectList().block(SOON))
                .contains("policy");
    }

    @Test
    void reportsAVideoThatBrokeOffAsLost() {
        emulator.enqueue(Reply.video().cutAfter(100));
        ChutesJobs jobs = jobs();

        Job lost = settled(jobs, submit(jobs));

        assertThat(lost.state()).isEqualTo(JobState.LOST);
        assertThat(lost.paidCalls()).isEqualTo(1);
    }

    @Test
    void ignoresAClientThatRetriesUnknownOutcomes() {
        emulator.enqueue(Reply.gatewayTimeout());
        client.close();
        client = ChutesClient.builder()
                .baseUrl(emulator.baseUrl())
                .apiToken("token")
                .filter((call, next) -> next.exchange(call).retry(1))
                .build();
        ChutesJobs jobs = jobs();

        Job unknown = settled(jobs, submit(jobs));

        assertThat(unknown.state()).isEqualTo(JobState.UNKNOWN);
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    @Test
    void cancelsAJobThatWaits() {
        ChutesJobs jobs = jobs(builder -> builder.threads(0));
        Job job = submit(jobs);

        assertThat(jobs.cancel(job.id(), "ann").block(SOON).state()).isEqualTo(JobState.CANCELLED);

        ChutesJobs worker = jobs();
        Job second = worker.submit(fox(), JobKey.copy(2)).block(SOON);
        settled(worker, second);
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    @Test
    void cancelsACallFromAnotherReplica() {
        emulator.enqueue(Reply.silent());
        ChutesJobs worker = jobs();
        ChutesJobs other = jobs(builder -> builder.threads(0));
        Job job = submit(worker);
        awaitRequests(1);

        other.cancel(job.id(), "ann").block(SOON);

        Job cancelled = settled(other, job);
        assertThat(cancelled.state()).isEqualTo(JobState.CANCELLED);
        assertThat(cancelled.paidCalls()).isEqualTo(1);
    }

    @Test
    void showsTheProgressOfACallInAnotherReplica() {
        emulator.enqueue(Reply.videoOfSize(50_000).stallAfter(20_000));
        ChutesJobs worker = jobs();
        ChutesJobs other = jobs(builder -> builder.threads(0));
        Job job = submit(worker);

        Job receiving = other.watch(job.id())
                .filter(now -> now.state() == JobState.RECEIVING && now.bytesReceived() == 20_000)
                .next()
                .block(SOON);

        assertThat(receiving.invocationId()).isNotBlank();
        other.cancel(job.id(), "ann").block(SOON);
        settled(other, job);
    }

    @Test
    void losesNoVideoToAStoreThatFails() {
        AtomicInteger failures = new AtomicInteger(2);
        VideoStore flaky = new FailingStore(FileVideoStore.in(directory.resolve("videos")), failures);
        ChutesJobs jobs = jobs(builder -> builder.store(flaky));

        Job done = settled(jobs, submit(jobs));

        assertThat(done.state()).isEqualTo(JobState.DONE);
        assertThat(failures).hasValueLessThan(0);
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    /** The others look at the job too; the worker that has the video must not depend on its luck to be the first. */
    @Test
    void storesTheVideoOfItsOwnDiskAlthoughOthersHaveItsJob() {
        assertStoredByItsOwner(() -> {});
    }

    @Test
    void storesTheVideoOfItsOwnDiskWithoutAHistory() {
        assertStoredByItsOwner(() -> {
            try (Connections history = new Connections(database)) {
                history.execute("delete from chutes_job_event");
            }
        });
    }

    private void assertStoredByItsOwner(Runnable meanwhile) {
        AtomicInteger failures = new AtomicInteger(Integer.MAX_VALUE);
        VideoStore shared = new FailingStore(FileVideoStore.in(directory.resolve("videos")), failures);
        ChutesJobs owner = jobs(builder -> builder.store(shared));
        Job job = submit(owner);
        awaitState(owner, job, JobState.STORING);
        owner.close();
        ChutesJobs other = jobs(builder -> builder.store(shared).directory(directory.resolve("other")));
        Await.untilAsserted(
                () -> assertThat(other.history(job.id()).collectList().block(SOON))
                        .extracting(JobEvent::detail)
                        .contains("the video is on another machine"));
        failures.set(0);
        meanwhile.run();

        jobs(builder -> builder.store(shared).pollInterval(Duration.ofMinutes(1)));

        assertThat(settled(other, job).state()).isEqualTo(JobState.DONE);
        assertThat(emulator.requestCount()).isEqualTo(1);
        Await.untilAsserted(() -> assertThat(spool()).isEmpty());
    }

    private static void awaitState(ChutesJobs jobs, Job job, JobState state) {
        Await.untilAsserted(
                () -> assertThat(jobs.get(job.id()).block(SOON).state()).isEqualTo(state));
    }

    /** Its execution was taken by a worker without the video while the store received it. */
    @Test
    void isDoneWhenTheStoreHasTheVideoWhoeverHasTheJob() {
        JobRepository rows = new JobRepository(Database.of(database.dataSource()), new DatabaseClock());
        ChutesJobs jobs = jobs(builder -> ((DefaultChutesJobsBuilder) builder).checkpoint((point, id) -> {
            if (point == Checkpoint.Point.STORED) {
                long later = System.currentTimeMillis() + SOON.toMillis();
                rows.apply(id, Transitions.claimStoring(rows.find(id).orElseThrow(), "other"))
                        .ifPresent(row -> rows.apply(id, Transitions.storeAgain(row, "other", later, "not here")));
            }
        }));

        assertThat(settled(jobs, submit(jobs)).state()).isEqualTo(JobState.DONE);

        Await.untilAsserted(() -> assertThat(spool()).isEmpty());
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    @Test
    void promotesAJobThatWasTakenForDeadWhenItsWholeVideoArrives() {
        emulator.enqueue(Reply.video().withDelay(Duration.ofSeconds(1)));
        ChutesJobs jobs = jobs();
        Job job = submit(jobs);
        awaitRequests(1);

        JobRepository rows = new JobRepository(Database.of(database.dataSource()), new DatabaseClock());
        JobRow sending = rows.find(job.id()).orElseThrow();
        assertThat(rows.apply(job.id(), Transitions.unknown(sending, "other", "a false alarm")))
                .isPresent();

        Await.untilAsserted(
                () -> assertThat(jobs.get(job.id()).block(SOON).state()).isEqualTo(JobState.DONE));
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    @Test
    void keepsAVideoThatArrivesAfterItsJobWasSentAgain() {
        emulator.enqueue(
                Reply.video().withDelay(Duration.ofSeconds(1)), Reply.video().withDelay(Duration.ofSeconds(2)));
        ChutesJobs jobs = jobs();
        Job job = submit(jobs);
        awaitRequests(1);
        JobRepository rows = new JobRepository(Database.of(database.dataSource()), new DatabaseClock());
        JobRow sending = rows.find(job.id()).orElseThrow();
        rows.apply(job.id(), Transitions.unknown(sending, "other", "a false alarm"));
        try (Connections removed = new Connections(database)) {
            removed.execute("delete from chutes_job_task");
        }
        jobs.resend(job.id(), "ann").block(SOON);

        Job done = settled(jobs, job);

        assertThat(done.state()).isEqualTo(JobState.DONE);
        assertThat(done.paidCalls()).isEqualTo(2);
        Await.untilAsserted(() -> assertThat(spool()).singleElement().asString().contains("orphan." + job.id()));
    }

    @Test
    void leavesAVideoToTheWorkerThatFoundItFirst() {
        JobRepository rows = new JobRepository(Database.of(database.dataSource()), new DatabaseClock());
        ChutesJobs jobs = jobs(builder -> ((DefaultChutesJobsBuilder) builder).checkpoint((point, id) -> {
            if (point == Checkpoint.Point.SPOOLED) {
                promoteByAnother(rows, rows.find(id).orElseThrow());
            }
        }));
        Job job = submit(jobs);

        Await.untilAsserted(
                () -> assertThat(jobs.get(job.id()).block(SOON).state()).isEqualTo(JobState.DONE));
        Await.untilAsserted(() -> assertThat(spool()).isEmpty());
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    private void promoteByAnother(JobRepository rows, JobRow row) {
        Spool.Entry entry = new Spool(directory.resolve("spool"))
                .find(row.id(), row.epoch())
                .orElseThrow();
        try {
            SpooledVideo video = Spool.describe(entry);
            rows.apply(row.id(), Transitions.unknown(row, "other", "a false alarm"));
            assertThat(rows.apply(row.id(), Transitions.promote("other", row.epoch(), video)))
                    .isPresent();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void deletesOldPartsOfKilledProcesses() throws IOException {
        Path spool = Files.createDirectories(directory.resolve("spool"));
        Path old = Files.createFile(spool.resolve(".x.mp4.1.part"));
        Path recent = Files.createFile(spool.resolve(".x.mp4.2.part"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));

        jobs();

        Await.untilAsserted(() -> assertThat(old).doesNotExist());
        assertThat(recent).exists();
    }

    @Test
    void executesAJobWhoseExecutionIsMissing() {
        ChutesJobs waiting = jobs(builder -> builder.threads(0));
        Job job = submit(waiting);
        try (Connections removed = new Connections(database)) {
            removed.execute("delete from chutes_job_task");
        }

        assertThat(settled(jobs(), job).state()).isEqualTo(JobState.DONE);
    }

    @Test
    void letsSentCallsEndAndGivesTheOthersBackWhenItCloses() {
        emulator.when(request -> true).thenReply(Reply.video().withDelay(Duration.ofMillis(700)));
        ChutesJobs first = jobs(builder -> builder.threads(1));
        Job sent = submit(first);
        Job waiting = first.submit(fox(), JobKey.copy(2)).block(SOON);
        awaitRequests(1);

        first.closeGracefully(SOON).block(SOON);

        ChutesJobs second = jobs(builder -> builder.threads(0));
        assertThat(second.get(sent.id()).block(SOON).state()).isEqualTo(JobState.DONE);
        assertThat(second.get(waiting.id()).block(SOON).state()).isEqualTo(JobState.QUEUED);
    }

    @Test
    void countsWhatIsNotDone() {
        emulator.enqueue(Reply.gatewayTimeout());
        ChutesJobs jobs = jobs();
        settled(jobs, submit(jobs));
        settled(jobs, jobs.submit(fox(), JobKey.copy(2)).block(SOON));

        JobCounts counts = jobs.counts().block(SOON);

        assertThat(counts.undecided()).isEqualTo(1);
        assertThat(counts.byState()).containsEntry(JobState.UNKNOWN, 1L).containsEntry(JobState.QUEUED, 0L);
        assertThat(counts.oldestWaiting()).isNull();
    }

    @Test
    void abortsWhatIsLeftWhenItsTimeToCloseIsOver() {
        emulator.enqueue(Reply.silent());
        ChutesJobs first = jobs();
        Job sent = submit(first);
        awaitRequests(1);

        first.close();

        ChutesJobs second = jobs(builder -> builder.threads(0));
        assertThat(second.get(sent.id()).block(SOON).state()).isEqualTo(JobState.UNKNOWN);
    }

    @Test
    void abortsSoonerWhenItIsClosedAgain() {
        emulator.enqueue(Reply.silent());
        ChutesJobs first = jobs();
        Job sent = submit(first);
        awaitRequests(1);
        Mono<Void> patient = first.closeGracefully(Duration.ofDays(1));
        Disposable waiting = patient.subscribe();

        first.closeGracefully(Duration.ZERO).block(SOON);

        Await.untilAsserted(() -> assertThat(waiting.isDisposed()).isTrue());
        ChutesJobs second = jobs(builder -> builder.threads(0));
        assertThat(second.get(sent.id()).block(SOON).state()).isEqualTo(JobState.UNKNOWN);
    }

    @Test
    void purgesEndedJobsWithTheirVideos() {
        emulator.enqueue(Reply.gatewayTimeout());
        ChutesJobs jobs = jobs(builder -> builder.maxRowBytes(0));
        Job unknown = settled(jobs, submit(jobs));
        Job done = settled(jobs, jobs.submit(fox(), JobKey.copy(2)).block(SOON));
        StoredVideo video = done.video();

        assertThat(jobs.purge(Duration.ofDays(1)).block(SOON)).isZero();
        assertThat(jobs.purge(Duration.ZERO).block(SOON)).isEqualTo(1);

        assertThat(jobs.list(JobFilter.all()).map(Job::id).collectList().block(SOON))
                .containsExactly(unknown.id());
        assertThat(FileVideoStore.in(directory.resolve("videos"))
                        .head(video.key())
                        .block(SOON))
                .isNull();
        assertThatThrownBy(() -> jobs.get(done.id()).block(SOON)).hasMessage("there is no job " + done.id());
    }

    @Test
    void deletesOneJobWithItsVideo() {
        ChutesJobs jobs = jobs(builder -> builder.maxRowBytes(0));
        Job kept = settled(jobs, submit(jobs));
        Job done = settled(jobs, jobs.submit(fox(), JobKey.of("order-17")).block(SOON));

        jobs.delete(done.id()).block(SOON);

        assertThat(jobs.find(JobKey.of("order-17")).blockOptional(SOON)).isEmpty();
        assertThat(FileVideoStore.in(directory.resolve("videos"))
                        .head(done.video().key())
                        .block(SOON))
                .isNull();
        assertThat(jobs.get(kept.id()).block(SOON)).isEqualTo(kept);
        assertThatThrownBy(() -> jobs.delete(done.id()).block(SOON)).hasMessage("there is no job " + done.id());
        Job again = settled(jobs, jobs.submit(fox(), JobKey.of("order-17")).block(SOON));
        assertThat(again.state()).isEqualTo(JobState.DONE);
    }

    @Test
    void deletesNoJobThatHasNotEndedOrIsUndecided() {
        emulator.enqueue(Reply.gatewayTimeout());
        ChutesJobs jobs = jobs();
        Job unknown = settled(jobs, submit(jobs));

        assertThatThrownBy(() -> jobs.delete(unknown.id()).block(SOON))
                .hasMessage("job " + unknown.id() + " is UNKNOWN and cannot be deleted");

        jobs.accept(unknown.id(), "ann").block(SOON);
        jobs.delete(unknown.id()).block(SOON);
        assertThat(jobs.list(JobFilter.all()).collectList().block(SOON)).isEmpty();
    }

    /** A cancellation may come while the last bytes are written. */
    @Test
    void deletesAVideoThatArrivedForACancelledJob() throws IOException {
        emulator.enqueue(Reply.silent());
        ChutesJobs jobs = jobs();
        Job sent = submit(jobs);
        awaitRequests(1);
        jobs.cancel(sent.id(), "ann").block(SOON);
        Job cancelled = settled(jobs, sent);
        Path arrived = directory.resolve("spool/" + sent.id() + ".1.mp4");

        Files.createFile(arrived);
        jobs();
        Await.untilAsserted(() -> assertThat(arrived).doesNotExist());

        Files.createFile(arrived);
        jobs.delete(cancelled.id()).block(SOON);
        assertThat(arrived).doesNotExist();
    }

    @Test
    void findsAJobByTheOwnKey() {
        ChutesJobs jobs = jobs(builder -> builder.threads(0));
        ChutesJobs others = jobs(builder -> builder.threads(0).account("other"));
        Job job = jobs.submit(fox(), JobKey.of("order-17")).block(SOON);

        assertThat(jobs.find(JobKey.of("order-17")).block(SOON)).isEqualTo(job);
        assertThat(jobs.find(JobKey.of("order-18")).blockOptional(SOON)).isEmpty();
        assertThat(others.find(JobKey.of("order-17")).blockOptional(SOON)).isEmpty();
        assertThatThrownBy(() -> jobs.find(JobKey.copy(1)).block(SOON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the key of a copy depends on its request");
    }

    @Test
    void saysWhatTheApplicationSaysAboutAFailure() {
        emulator.enqueue(
                Reply.of(400, "application/json", "{}".getBytes(StandardCharsets.UTF_8)),
                Reply.gatewayTimeout(),
                Reply.of(400, "application/json", "{}".getBytes(StandardCharsets.UTF_8)));
        ChutesJobs own = jobs(builder ->
                builder.errorText(error -> "it was " + error.getClass().getSimpleName()));

        assertThat(settled(own, submit(own)).error()).isEqualTo("it was ChutesResponseException");
        assertThat(settled(own, own.submit(fox(), JobKey.copy(2)).block(SOON)).error())
                .isEqualTo("it was ChutesResponseException");
        own.close();
        ChutesJobs broken = jobs(builder -> builder.errorText(error -> {
            throw new IllegalStateException();
        }));
        assertThat(settled(broken, broken.submit(fox(), JobKey.copy(3)).block(SOON))
                        .error())
                .contains("400");
    }

    @Test
    void readsPartsOfAVideo() throws IOException {
        ChutesJobs jobs = jobs();
        Job done = settled(jobs, submit(jobs));
        byte[] whole = bytes(jobs.video(done.id()));

        assertThat(bytes(jobs.video(done.id(), ByteRange.of(4, 4))))
                .containsExactly(whole[4], whole[5], whole[6], whole[7]);
        assertThat(bytes(jobs.video(done.id(), ByteRange.from(whole.length - 1L))))
                .containsExactly(whole[whole.length - 1]);
        assertThat(bytes(jobs.video(done.id(), ByteRange.from(whole.length)))).isEmpty();
    }

    @Test
    void listsEveryJobByPages() {
        ChutesJobs jobs = jobs(builder -> builder.threads(0));
        List<String> ids = Flux.range(1, 205)
                .concatMap(copy -> jobs.submit(fox(), JobKey.copy(copy)))
                .map(Job::id)
                .collectList()
                .block(SOON);

        assertThat(jobs.list(JobFilter.in(JobState.QUEUED))
                        .map(Job::id)
                        .collectList()
                        .block(SOON))
                .containsExactlyElementsOf(ids);
        assertThat(jobs.list(JobFilter.all().after(ids.get(202)))
                        .map(Job::id)
                        .collectList()
                        .block(SOON))
                .containsExactly(ids.get(203), ids.get(204));
    }

    @Test
    void refusesWhatCannotBeSentAgain() {
        ChutesJobs jobs = jobs(builder -> builder.threads(0));
        ChuteRequest odd = ChuteRequest.builder("odd", URI.create("https://odd.chutes.ai/go"))
                .field("prompt", "x")
                .accept(AcceptedMedia.ofTypes("text/csv").or(AcceptedMedia.images()))
                .build();

        assertThatThrownBy(() -> jobs.submit(odd).block(SOON))
                .isInstanceOf(InvalidVideoRequestException.class)
                .hasMessageContaining(
                        "accept must be video(), images(), audio(), any() or ofTypes(...) for a durable job");
        assertThatThrownBy(() -> jobs.get("../../etc/passwd").block(SOON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("job id must be a UUID of 36 characters but has 16");
        assertThatThrownBy(() -> jobs.cancel("0", " ").block(SOON)).hasMessageStartingWith("by must have 1 to 200");
    }

    @Test
    void worksOnlyBetweenStartAndClose() {
        ChutesJobs jobs = ChutesJobs.builder()
                .client(client)
                .directory(directory)
                .dataSource(database.dataSource())
                .build();

        assertNotRunning(jobs);
        jobs.close();
        assertNotRunning(jobs);
        jobs.start().block(SOON);
        Job job = submit(jobs);
        jobs.close();
        assertNotRunning(jobs);
        jobs.start().block(SOON);
        assertThat(settled(jobs, job).state()).isNotNull();
        jobs.close();
    }

    private static void assertNotRunning(ChutesJobs jobs) {
        assertThatThrownBy(() -> jobs.submit(fox()).block(SOON))
                .isInstanceOfSatisfying(
                        ChutesJobException.class,
                        error -> assertThat(error.reason()).isEqualTo(ChutesJobException.Reason.NOT_RUNNING))
                .hasMessage("the jobs are not running; subscribe to start() first");
    }

    @Test
    void leavesTheTablesToAnotherToolIfAsked() throws Exception {
        ChutesJobs jobs = ChutesJobs.builder()
                .client(client)
                .directory(directory)
                .dataSource(database.dataSource())
                .createTables(false)
                .build();
        opened.add(jobs);
        String kind = Database.of(database.dataSource()).kind() == DatabaseKind.SQLITE ? "sqlite" : "postgresql";
        String script = "schema-1-" + kind + ".sql";
        assertThatThrownBy(() -> jobs.start().block(SOON))
                .isInstanceOf(ChutesJobException.class)
                .hasMessage("the tables of jobs are missing; run the script io/github/reactorchutes/jobs/" + script
                        + " of reactor-chutes-jobs, or let the tables be created");

        run(script);
        jobs.start().block(SOON);
        assertThat(settled(jobs, submit(jobs)).state()).isEqualTo(JobState.DONE);

        jobs(builder -> builder.createTables(true).threads(0));
    }

    /** As Flyway or Liquibase would. */
    private void run(String script) throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                InputStream file = ChutesJobs.class.getResourceAsStream(script)) {
            for (String command : new String(file.readAllBytes(), UTF_8).split(";\n", -1)) {
                if (!command.isBlank()) {
                    statement.execute(command);
                }
            }
        }
    }

    static byte[] bytes(Flux<DataBuffer> video) {
        return DataBufferUtils.join(video)
                .map(buffer -> {
                    byte[] bytes = new byte[buffer.readableByteCount()];
                    buffer.read(bytes);
                    DataBufferUtils.release(buffer);
                    return bytes;
                })
                .defaultIfEmpty(new byte[0])
                .block(SOON);
    }

    /** A store that fails a number of times. */
    private record FailingStore(VideoStore store, AtomicInteger failures) implements VideoStore {

        @Override
        public Mono<StoredVideo> put(String key, Publisher<? extends DataBuffer> video) {
            return failures.decrementAndGet() >= 0
                    ? Mono.error(new IOException("the store is away"))
                    : store.put(key, video);
        }

        @Override
        public Mono<StoredVideo> head(String key) {
            return store.head(key);
        }

        @Override
        public Flux<DataBuffer> get(String key, ByteRange range) {
            return store.get(key, range);
        }

        @Override
        public Mono<Void> delete(String key) {
            return store.delete(key);
        }
    }
}
