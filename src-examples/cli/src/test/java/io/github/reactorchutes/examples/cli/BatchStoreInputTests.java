package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.PostgresServer;
import io.github.reactorchutes.test.ChutesEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input is reported before anything is sent or created, and never with a password. */
class BatchStoreInputTests {

    private static final String SECRET = "hunter2";

    @TempDir
    Path directory;

    private final ChutesEmulator emulator =
            ChutesEmulator.builder().smallVideos(true).start();

    private BatchFolder batch = new BatchFolder(Path.of(""), emulator);

    @BeforeEach
    void prepare() throws IOException {
        batch = new BatchFolder(directory, emulator).withPrompts(2);
    }

    @AfterEach
    void stop() {
        assertThat(emulator.requestCount()).isZero();
        emulator.close();
    }

    private CliRun store(String where, String... more) {
        List<String> options = new ArrayList<>(List.of("--store", where));
        options.addAll(List.of(more));
        CliRun run = batch.run(options.toArray(String[]::new));
        assertThat(run.out() + run.err()).doesNotContain(SECRET);
        return run;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://ann:hunter2@db/videos",
                "postgresql://ann:hunter2@db/videos",
                "jdbc:postgresql://ann:hun/ter2@db/videos",
                "jdbc:postgresql://ann:hunter2@db",
                "jdbc:postgresql://db/videos?password",
                "jdbc:postgresql://ann:%zzhunter2@db/videos",
                "jdbc:sqlite:",
                "jdbc:sqlite::memory:",
                "jdbc:sqlite:jobs.db?password=hunter2",
                ""
            })
    void refusesWhatIsNotAStore(String where) throws IOException {
        CliRun run = store(where, "--json");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("chutes: --store");
        assertThat(run.out()).contains("\"kind\":\"usage\"");
        assertThat(Folder.names(directory)).containsExactly("prompts.csv");
    }

    @ParameterizedTest
    @CsvSource({
        "--remake,''",
        "--repair-journal,''",
        "--keep-part,''",
        "--dead-after,1ms",
        "--max-calls,0",
        "--max-calls,1001"
    })
    void refusesOptionsWithoutAMeaning(String option, String value) throws IOException {
        String[] words = value.isEmpty() ? new String[] {option} : new String[] {option, value};

        CliRun run = store("jobs", words);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(option);
        assertThat(Folder.names(directory)).containsExactly("prompts.csv");
    }

    @Test
    void refusesWhatNeedsAStore() {
        assertThat(batch.run("--videos", "x").err()).isEqualTo("chutes: --videos needs --store\n");
        assertThat(batch.run("--max-calls", "2").err())
                .isEqualTo("chutes: --max-calls needs --store; --concurrency limits this process\n");
        assertThat(CliRun.of("jobs", "list").err()).startsWith("chutes: --store is missing");
        assertThat(CliRun.of("jobs").exitCode()).isEqualTo(2);
    }

    @Test
    void namesADatabaseThatIsDown() {
        CliRun run = store("jdbc:postgresql://ann:" + SECRET + "@127.0.0.1:1/videos");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.errorLines().get(0))
                .startsWith("chutes: cannot connect to jdbc:postgresql://127.0.0.1:1/videos: ");
        assertThat(run.errorLines()).hasSize(1);
        assertThat(batch.videos()).doesNotExist();
    }

    @Test
    void namesAnUnknownUserAndDatabase() {
        String url = PostgresServer.shared().newDatabase().replaceFirst("\\?.*", "");

        CliRun noUser = store(url + "?user=nobody&password=" + SECRET, "--verbose");
        CliRun noDatabase = store(url.replaceFirst("/[^/]*$", "/absent") + "?user=postgres&password=" + SECRET);
        assertThat(noUser.err()).contains("\tat ");

        assertThat(noUser.exitCode()).isEqualTo(4);
        assertThat(noUser.err()).contains("role \"nobody\" does not exist");
        assertThat(noDatabase.exitCode()).isEqualTo(4);
        assertThat(noDatabase.err()).contains("database \"absent\" does not exist");
    }

    @Test
    void takesUserAndPasswordFromTheEnvironment() {
        String url = PostgresServer.shared().newDatabase().replaceFirst("\\?.*", "");

        CliRun wrong = CliRun.with(Map.of("PGUSER", "nobody", "PGPASSWORD", SECRET), "jobs", "list", "--store", url);
        CliRun right = CliRun.with(Map.of("PGUSER", "postgres"), "jobs", "list", "--store", url);
        CliRun url2 = CliRun.with(
                Map.of("PGUSER", "nobody"), "jobs", "list", "--store", url.replace("//", "//postgres:" + SECRET + "@"));

        assertThat(wrong.err()).contains("role \"nobody\" does not exist").doesNotContain(SECRET);
        assertThat(right.err()).contains("there are no jobs in " + url);
        assertThat(url2.err()).contains("there are no jobs in " + url);
    }

    @Test
    void namesWhatAUserMayNotDo() throws SQLException {
        String url = PostgresServer.shared().newDatabase();
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute("revoke create on schema public from public");
            statement.execute("drop role if exists reader");
            statement.execute("create role reader login");
        }

        CliRun run = store(url.replaceFirst("user=postgres", "user=reader"));

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("permission denied for schema public");
    }

    @Test
    void refusesANewerSchema() throws SQLException {
        Path file = directory.resolve("newer.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("create table chutes_job_schema (version integer not null)");
            statement.execute("insert into chutes_job_schema values (99)");
        }

        for (CliRun run :
                List.of(store("jdbc:sqlite:" + file), CliRun.of("jobs", "list", "--store", "jdbc:sqlite:" + file))) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("the tables of jobs have version 99");
        }
    }

    @Test
    void namesAFileThatIsNoDatabaseOrCannotBeCreated() throws IOException {
        Path file = Files.writeString(directory.resolve("text"), "this is not a database, but a text".repeat(100));

        assertThat(store("jdbc:sqlite:" + file).err()).contains("SQLITE_NOTADB");
        CliRun list = CliRun.of("jobs", "list", "--store", "jdbc:sqlite:" + file);
        assertThat(list.exitCode()).isEqualTo(4);
        assertThat(list.err()).contains("cannot read jdbc:sqlite:" + file, "SQLITE_NOTADB");
        CliRun below = store(file + "/below");
        assertThat(below.exitCode()).isEqualTo(2);
        assertThat(below.err()).contains(file.toString());
    }

    @ParameterizedTest
    @EnabledOnOs(OS.LINUX)
    @ValueSource(strings = {"/proc/chutes-jobs", "jdbc:sqlite:/proc/chutes-jobs.db"})
    void namesAFolderThatNobodyMayWrite(String where) throws IOException {
        CliRun run = store(where);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("chutes: /proc/chutes-jobs");
        CliRun noVideos = batch.runInto(
                "/proc/chutes-videos", "--store", directory.resolve("jobs").toString());
        assertThat(noVideos.exitCode()).isEqualTo(2);
        assertThat(noVideos.err()).contains("chutes: /proc/chutes-videos");
        assertThat(directory.resolve("jobs")).doesNotExist();
    }

    @Test
    void refusesAFolderWithAJournal() throws IOException {
        Files.createDirectories(batch.videos());
        Files.createFile(batch.journal());

        CliRun run = store(directory.resolve("jobs").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("has the journal of a batch without --store");
    }

    @Test
    void namesAFolderWithoutJobs() {
        CliRun run = CliRun.of("jobs", "list", "--store", directory.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("chutes: there are no jobs in " + directory + "; chutes batch FILE --store makes them\n");
        assertThat(directory.resolve("jobs.db")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list --state gone | --state must be of queued, sending,",
                "list --limit 0 | --limit must be 1 or more but was 0",
                "resend | name jobs by their ids, or use --all STATE",
                "resend x --all unknown | name jobs by their ids, or use --all STATE",
                "resend --all done --yes | --all must be of failed, unknown, lost, cancelled but was 'done'",
                "accept --all failed | --all must be of unknown, lost but was 'failed'",
                "purge --older-than 400d | --older-than must be at most 365d",
                "video x -o - | --output must be a file"
            })
    void namesTheOptionOfACommandForJobs(String words, String problem) {
        List<String> arguments = new ArrayList<>(List.of("jobs"));
        arguments.addAll(List.of(words.split(" ", -1)));
        arguments.addAll(List.of("--store", directory.toString()));

        CliRun run = CliRun.of(arguments.toArray(String[]::new));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(problem);
    }
}
