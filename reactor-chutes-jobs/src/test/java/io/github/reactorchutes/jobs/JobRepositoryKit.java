package io.github.reactorchutes.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every database must do. */
abstract class JobRepositoryKit {

    private static final SpooledVideo VIDEO = new SpooledVideo(Path.of("v.mp4"), "job/1.mp4", "abc", 7);

    @TempDir
    Path directory;

    private JobDatabase opened;

    private JobRepository jobs;

    abstract JobDatabase open();

    @BeforeEach
    void openDatabase() {
        opened = open();
        Database database = Database.of(opened.dataSource());
        Schema.upgrade(database);
        jobs = new JobRepository(database, new DatabaseClock());
    }

    @AfterEach
    void closeDatabase() {
        if (opened != null) {
            opened.close();
        }
    }

    @Test
    void insertsAJobOnceForEachKeyOfAnAccount() {
        NewJob first = job("one", "key");
        assertThat(jobs.insert(first, JobRepository.Also.NOTHING)).isTrue();
        assertThat(jobs.insert(job("one", "key"), JobRepository.Also.NOTHING)).isFalse();
        assertThat(jobs.insert(job("two", "key"), JobRepository.Also.NOTHING)).isTrue();

        assertThat(jobs.findByKey("one", "key").map(JobRow::id)).contains(first.id());
        assertThat(jobs.request(first.id()).document()).isEqualTo(new byte[] {1, 2, 3});
    }

    @Test
    void insertsOneOfManyWithTheSameKeyAtATime() throws Exception {
        assertThat(concurrently(() -> jobs.insert(job("one", "key"), JobRepository.Also.NOTHING)))
                .containsOnlyOnce(true);
    }

    @Test
    void insertsNothingIfTheRestOfTheTransactionFails() {
        NewJob job = job("one", "key");

        assertThatThrownBy(() -> jobs.insert(job, (connection, row) -> {
                    throw new SQLException("broken", "08000");
                }))
                .isInstanceOf(ChutesJobException.class)
                .hasMessage("the database failed in a transaction (SQL state 08000, code 0)");

        assertThat(jobs.find(job.id())).isEmpty();
    }

    @Test
    void givesAWaitingJobToOneOfManyWorkers() throws Exception {
        JobRow row = inserted();

        List<Optional<JobRow>> taken = concurrently(() -> jobs.apply(row.id(), Transitions.claim(row, "w")));

        assertThat(taken.stream().flatMap(Optional::stream))
                .singleElement()
                .satisfies(claimed -> assertThat(claimed.epoch()).isEqualTo(1));
    }

    @Test
    void fencesTheWorkerOfAnEarlierEpoch() {
        JobRow first = apply(inserted(), row -> Transitions.claim(row, "a"));
        apply(first, row -> Transitions.claim(row, "b"));

        assertThat(jobs.apply(first.id(), Transitions.sending(first, 1, "a"))).isEmpty();
    }

    @Test
    void countsACallUntilItCertainlyCostNothing() {
        JobRow claimed = apply(inserted(), row -> Transitions.claim(row, "w"));
        JobRow sending = apply(claimed, row -> Transitions.sending(claimed, 1, "w"));
        assertThat(sending.paidCalls()).isEqualTo(1);
        assertThat(sending.sendingEpoch()).isEqualTo(claimed.epoch());

        JobRow refused = apply(sending, row -> Transitions.refused(claimed, "w", "at capacity"));
        assertThat(refused.state()).isEqualTo(JobState.QUEUED);
        assertThat(refused.paidCalls()).isZero();
        assertThat(refused.calls()).isEqualTo(1);
        assertThat(refused.error()).isEqualTo("at capacity");
    }

    @Test
    void letsOnlyAWholeVideoPassTheFence() {
        JobRow unknown = unknown();
        JobRow claimed = row(unknown, JobState.QUEUED, unknown.sendingEpoch());

        assertThat(jobs.apply(unknown.id(), Transitions.storing(claimed, "late", VIDEO)))
                .isEmpty();
        JobRow promoted = apply(unknown, row -> Transitions.promote("late", unknown.sendingEpoch(), VIDEO));

        assertThat(promoted.state()).isEqualTo(JobState.STORING);
        assertThat(promoted.epoch()).isEqualTo(unknown.epoch() + 1);
        assertThat(promoted.videoKey()).isEqualTo("job/1.mp4");
    }

    @Test
    void keepsAWholeVideoOutOfAJobThatWasSentAgain() {
        JobRow unknown = unknown();
        JobRow resent = apply(unknown, row -> Transitions.resend("ann"));
        JobRow claimed = apply(resent, row -> Transitions.claim(row, "b"));
        apply(claimed, row -> Transitions.sending(claimed, 1, "b"));

        assertThat(jobs.apply(unknown.id(), Transitions.promote("late", unknown.sendingEpoch(), VIDEO)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(JobState.class)
    void acceptsOnlyWhatIsUndecided(JobState state) {
        JobRow row = inState(state);

        Optional<JobRow> accepted = jobs.apply(row.id(), Transitions.accept("ann"));

        assertThat(accepted.isPresent()).isEqualTo(state.isUndecided());
    }

    @ParameterizedTest
    @EnumSource(JobState.class)
    void resendsOnlyWhatHasNoVideoAndNoWorker(JobState state) {
        JobRow row = inState(state);

        Optional<JobRow> resent = jobs.apply(row.id(), Transitions.resend("ann"));

        assertThat(resent.isPresent())
                .isEqualTo(EnumSet.of(JobState.UNKNOWN, JobState.LOST, JobState.FAILED, JobState.CANCELLED)
                        .contains(state));
    }

    @Test
    void recordsWhoChangedWhat() {
        JobRow unknown = unknown();
        apply(unknown, row -> Transitions.accept("ann"));

        List<JobEvent> history = jobs.history(unknown.id());

        assertThat(history)
                .extracting(JobEvent::to)
                .containsExactly(JobState.QUEUED, JobState.QUEUED, JobState.SENDING, JobState.UNKNOWN, JobState.FAILED);
        assertThat(history.get(4).by()).isEqualTo("ann");
        assertThat(history.get(4).from()).isEqualTo(JobState.UNKNOWN);
    }

    @Test
    void listsJobsInTheOrderOfTheirSubmissionPageByPage() {
        List<String> ids = IntStream.range(0, 5).mapToObj(i -> inserted().id()).toList();

        List<JobRow> first = jobs.page(Set.of(JobState.QUEUED), null, 3);
        List<JobRow> second = jobs.page(Set.of(JobState.QUEUED), first.get(2).id(), 3);

        assertThat(first).extracting(JobRow::id).containsExactlyElementsOf(ids.subList(0, 3));
        assertThat(second).extracting(JobRow::id).containsExactlyElementsOf(ids.subList(3, 5));
        assertThat(jobs.page(Set.of(JobState.DONE), null, 3)).isEmpty();
    }

    @Test
    void requestsACancelOnlyOfACallUnderWay() {
        JobRow waiting = inserted();
        assertThat(jobs.requestCancel(waiting.id()).orElseThrow().cancelRequested())
                .isFalse();

        JobRow sending = inState(JobState.SENDING);
        assertThat(jobs.requestCancel(sending.id()).orElseThrow().cancelRequested())
                .isTrue();
    }

    @Test
    void deletesARowOnlyIfItHasNotChanged() {
        JobRow row = inserted();
        jobs.apply(row.id(), Transitions.cancel("ann"));
        assertThat(jobs.delete(row)).isFalse();

        assertThat(jobs.delete(jobs.find(row.id()).orElseThrow())).isTrue();
        assertThat(jobs.history(row.id())).isEmpty();
    }

    @Test
    void findsJobsWithoutAnExecution() {
        JobRow row = inserted();

        assertThat(jobs.withoutExecution(Long.MAX_VALUE, 10))
                .extracting(JobRow::id)
                .containsExactly(row.id());
        assertThat(jobs.withoutExecution(0, 10)).isEmpty();
    }

    @Test
    void countsTheJobsOfEachStateThatIsNotDone() {
        assertThat(jobs.count().oldestWaiting()).isNull();
        assertThat(jobs.count().oldestWait()).isZero();
        long oldest = System.currentTimeMillis() - 3_600_000;
        NewJob old = job(new UUID(oldest << 16 | 0x7000, 1L << 63).toString(), "two", "old");
        assertThat(jobs.insert(old, JobRepository.Also.NOTHING)).isTrue();
        for (JobState state : JobState.values()) {
            inState(state);
        }

        JobCounts counts = jobs.count();

        assertThat(counts.byState()).doesNotContainKey(JobState.DONE).hasSize(JobState.values().length - 1);
        assertThat(counts.byState())
                .allSatisfy((state, number) ->
                        assertThat(number).as(state.name()).isEqualTo(state == JobState.QUEUED ? 2 : 1));
        assertThat(counts.undecided()).isEqualTo(2);
        assertThat(counts.waiting()).isEqualTo(3);
        assertThat(counts.oldestWaiting()).isEqualTo(Instant.ofEpochMilli(oldest));
        assertThat(counts.oldestWait()).isGreaterThanOrEqualTo(Duration.ofHours(1));
    }

    @Test
    void countsWithTheIndexAlone() throws SQLException {
        inState(JobState.QUEUED);
        try (Connection connection = opened.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            boolean isSqlite = connection.getMetaData().getDatabaseProductName().equals("SQLite");
            if (!isSqlite) {
                statement.execute("set enable_seqscan = off");
            }
            StringBuilder plan = new StringBuilder();
            try (ResultSet row = statement.executeQuery(
                    (isSqlite ? "explain query plan " : "explain ") + JobRepository.countQuery())) {
                while (row.next()) {
                    plan.append(row.getString(isSqlite ? "detail" : "QUERY PLAN"))
                            .append('\n');
                }
            }
            assertThat(plan.toString())
                    .containsPattern(
                            isSqlite
                                    ? "USING COVERING INDEX chutes_job_state"
                                    : "(Index Only Scan using|Bitmap Index Scan on) chutes_job_state");
        }
    }

    @Test
    void upgradesTheSchemaOnceWhoeverComesFirst() throws Exception {
        Database database = Database.of(opened.dataSource());

        concurrently(() -> {
            Schema.upgrade(database);
            return true;
        });

        assertThat(jobs.find("none")).isEmpty();
    }

    @Test
    void refusesASchemaOfTheFuture() throws SQLException {
        try (Connection connection = opened.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into chutes_job_schema (version) values (99)");
        }

        assertThatThrownBy(() -> Schema.upgrade(Database.of(opened.dataSource())))
                .isInstanceOf(ChutesJobException.class)
                .hasMessage("the tables of jobs have version 99 but this library knows versions up to 1; use a newer"
                        + " reactor-chutes-jobs");
    }

    private static NewJob job(String account, String key) {
        return job(JobId.next(System.currentTimeMillis()), account, key);
    }

    private static NewJob job(String id, String account, String key) {
        return new NewJob(
                id,
                account,
                key,
                "text-to-video",
                "https://chutes-wan2-1-14b.chutes.ai/text2video",
                Requests.sha256(key.getBytes(StandardCharsets.UTF_8)),
                new byte[] {1, 2, 3},
                null,
                "submit");
    }

    private JobRow inserted() {
        NewJob job = job("one", JobId.next(System.currentTimeMillis()));
        assertThat(jobs.insert(job, JobRepository.Also.NOTHING)).isTrue();
        return jobs.find(job.id()).orElseThrow();
    }

    private JobRow unknown() {
        return inState(JobState.UNKNOWN);
    }

    private JobRow inState(JobState state) {
        JobRow queued = inserted();
        if (state == JobState.QUEUED) {
            return queued;
        }
        if (state == JobState.CANCELLED) {
            return apply(queued, row -> Transitions.cancel("ann"));
        }
        JobRow claimed = apply(queued, row -> Transitions.claim(row, "w"));
        JobRow sending = apply(claimed, row -> Transitions.sending(claimed, 1, "w"));
        return switch (state) {
            case RECEIVING -> apply(sending, row -> Transitions.receiving(claimed, "w", "id"));
            case STORING -> apply(sending, row -> Transitions.storing(claimed, "w", VIDEO));
            case DONE -> {
                JobRow storing = apply(sending, row -> Transitions.storing(claimed, "w", VIDEO));
                yield apply(storing, row -> Transitions.done(storing, "w", "job/1.mp4"));
            }
            case RETRY_AT -> apply(sending, row -> Transitions.retryAt(claimed, "w", 5, "refused"));
            case FAILED -> apply(sending, row -> Transitions.failed(claimed, "w", "refused"));
            case UNKNOWN -> apply(sending, row -> Transitions.unknown(row, "w", "dead"));
            case LOST -> apply(sending, row -> Transitions.lost(row, "w", "dead"));
            default -> sending;
        };
    }

    private JobRow apply(JobRow row, Function<JobRow, Change> change) {
        return jobs.apply(row.id(), change.apply(row)).orElseThrow();
    }

    /** Return a row as a worker remembers it that took the job in an earlier epoch. */
    private static JobRow row(JobRow row, JobState state, long epoch) {
        return new JobRow(
                row.id(),
                row.account(),
                row.dedupeKey(),
                row.endpoint(),
                row.url(),
                row.requestSha256(),
                state,
                epoch,
                row.sendingEpoch(),
                0,
                0,
                0,
                0,
                false,
                null,
                0,
                null,
                null,
                0,
                null,
                row.createdAt(),
                row.updatedAt());
    }

    private static <T> List<T> concurrently(Callable<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<T>> results =
                    threads.invokeAll(IntStream.range(0, 6).mapToObj(i -> work).toList());
            List<T> values = new ArrayList<>();
            for (Future<T> result : results) {
                values.add(result.get());
            }
            return values;
        } finally {
            threads.shutdownNow();
        }
    }
}
