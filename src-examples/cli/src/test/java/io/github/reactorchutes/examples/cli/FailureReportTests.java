package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.Reply;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A script learns what a failed run may have cost, and what to do. */
class FailureReportTests {

    private static final Path DOCUMENT = Path.of("../../docs/examples.md");

    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| (?:`(\\w+)`)? ?\\| [^|]+ \\| ([a-z]*) ?\\|");

    @TempDir
    Path directory;

    private ChutesEmulator emulator;

    @BeforeEach
    void start() {
        emulator = ChutesEmulator.builder().smallVideos(true).start();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    static Stream<Arguments> replies() {
        return Stream.of(
                Arguments.of(PlatformError.INVALID_TOKEN.reply(), "rejected 401 unauthenticated first-byte no false"),
                Arguments.of(PlatformError.CAPACITY.reply(), "rejected 429 capacity first-byte no true"),
                Arguments.of(PlatformError.COLD_START.reply(), "unavailable 503 cold-start first-byte no true"),
                Arguments.of(PlatformError.BAD_GATEWAY.reply(), "unknown 502 server-error first-byte maybe false"),
                Arguments.of(Reply.closed(), "unknown null null first-byte maybe false"),
                Arguments.of(Reply.accepted(), "broken 202 not-a-video first-byte maybe false"),
                Arguments.of(Reply.videoOfSize(100_000).cutAfter(50_000), "broken null truncated body likely false"));
    }

    @ParameterizedTest
    @MethodSource("replies")
    void reportsAFailedCall(Reply reply, String expected) {
        emulator.enqueue(reply);

        CliRun run = run("--json");

        JsonNode report = report(run);
        assertThat(Stream.of("kind", "status", "reason", "phase", "billed", "retryable")
                        .map(report::get)
                        .map(JsonNode::asString)
                        .map(text -> text.isEmpty() ? "null" : text))
                .containsExactly(expected.split(" "));
        assertThat(report.get("message").asString()).isNotEmpty();
        assertThat(run.err()).isEqualTo("chutes: " + report.get("message").asString() + System.lineSeparator());
    }

    @Test
    void reportsThatNobodyListens() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        JsonNode report = report(CliRun.of(
                "text-to-video", "a cat", "-q", "--json", "-o", target(), "--base-url", "http://127.0.0.1:" + port));
        assertThat(report.get("kind").asString()).isEqualTo("unavailable");
        assertThat(report.get("phase").asString()).isEqualTo("connect");
        assertThat(report.get("retryable").asBoolean()).isTrue();
        assertThat(report.get("billed").asString()).isEqualTo("no");
    }

    @ParameterizedTest
    @CsvSource({"--fps, 99", "--fps, many", "--nonsense, 1", "surplus, words", "--retries, "})
    void reportsWrongUsage(String first, String second) {
        JsonNode report = report(run(
                Stream.of("--json", first, second).filter(word -> word != null).toArray(String[]::new)));
        assertThat(report.get("kind").asString()).isEqualTo("usage");
        assertThat(report.get("billed").asString()).isEqualTo("no");
        assertThat(emulator.requestCount()).isZero();
    }

    @Test
    void reportsTheFileAtFault() throws Exception {
        Path existing = Files.writeString(directory.resolve("token"), "a b");
        String missing = directory.resolve("missing").toString();

        assertThat(report(run("--json", "--token-file", missing)).get("file").asString())
                .isEqualTo(missing);
        assertThat(report(run("--json", "--token-file", existing.toString()))
                        .get("kind")
                        .asString())
                .isEqualTo("usage");
    }

    @Test
    void reportsTheKeptPart() {
        emulator.enqueue(Reply.videoOfSize(100_000).cutAfter(50_000));

        assertThat(report(run("--json", "--keep-part")).get("part").asString()).isEqualTo(target() + ".part");
    }

    @Test
    void reportsAFailedBatch() throws Exception {
        Path prompts = Files.writeString(directory.resolve("prompts.csv"), "id,prompt,fps\na,b,99\n");
        CliRun run = CliRun.of("batch", prompts.toString(), "--json", "--base-url", url());

        JsonNode report = JsonMapper.shared().readTree(run.out());
        assertThat(report.get("kind").asString()).isEqualTo("usage");
        assertThat(report.get("message").asString()).contains("line 2");
    }

    @ParameterizedTest
    @CsvSource({"-o, -", "-o=-, -q", "-o-, -q", "--output, /dev/stdout"})
    void leavesStandardOutputToTheVideo(String first, String second) {
        CliRun run = CliRun.of("text-to-video", "a cat", "--json", "--fps", "99", first, second, "--base-url", url());

        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("{\"kind\":\"usage\"");
    }

    @Test
    void printsNoJsonUnlessAsked() {
        assertThat(run("--fps", "99").out()).isEmpty();
        assertThat(run("--fps", "99", "--", "--json").out()).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void isJsonWhateverTheEncodingOfStandardOutput() throws Exception {
        CliRun run = new CliProcess(directory)
                .withJvmOption("-Dstdout.encoding=ISO-8859-1")
                .run("text-to-video", "a cat", "--json", "Käse");

        assertThat(report(run).get("message").asString()).contains("Käse");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void failsIfTheReportCannotBeWritten() throws Exception {
        CliProcess process = new CliProcess(directory).then("> /dev/full");

        CliRun run = process.run("text-to-video", "a cat", "-q", "-o", target(), "--base-url", url());

        assertThat(run.exitCode()).isEqualTo(FailureKind.UNSAVED.exitCode());
        assertThat(run.err()).contains(target() + ": saved, but cannot write to standard output", "probably billed");
        assertThat(directory.resolve("out.mp4")).exists();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void failsIfTheReportOfABatchOrTheHelpCannotBeWritten() throws Exception {
        Files.writeString(directory.resolve("prompts.csv"), "id,prompt\na,b\n");
        CliProcess process = new CliProcess(directory).then("> /dev/full");

        assertThat(process.run("batch", "prompts.csv", "--base-url", url()).exitCode())
                .isEqualTo(FailureKind.UNSAVED.exitCode());
        CliRun help = process.run("--help");
        assertThat(help.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(help.err()).contains("cannot write to standard output");
    }

    /** A device that is full after the payment; only root can mount one, so the directory disappears instead. */
    @Test
    void tellsThatAVideoWasPaidButNotSaved() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("gone"));
        emulator.when(request -> {
                    assertThat(folder.toFile().delete()).isTrue();
                    return true;
                })
                .thenReply(Reply.video());

        CliRun run =
                CliRun.of("text-to-video", "a cat", "-q", "--json", "-o", folder + "/out.mp4", "--base-url", url());

        JsonNode report = report(run);
        assertThat(report.get("kind").asString()).isEqualTo("unsaved");
        assertThat(report.get("billed").asString()).isEqualTo("likely");
    }

    @Test
    void documentsEveryExitCode() throws Exception {
        Map<String, String> documented = ROW.matcher(Files.readString(DOCUMENT))
                .results()
                .collect(Collectors.toMap(row -> row.group(1) + " " + row.group(2), (MatchResult row) -> row.group(3)));

        assertThat(documented.remove("0 null")).isEqualTo("likely");
        assertThat(documented)
                .isEqualTo(Stream.of(FailureKind.values())
                        .collect(Collectors.toMap(
                                kind -> kind.exitCode() + " " + kind.key(),
                                kind -> kind.billed().key())));
        assertThat(CliRun.of("batch", "--help").out())
                .contains(Stream.of(FailureKind.values())
                        .map(kind -> String.format("%-6d%s", kind.exitCode(), kind.description()))
                        .toList());
    }

    private JsonNode report(CliRun run) {
        assertThat(run.out().lines()).hasSize(1);
        JsonNode report = JsonMapper.shared().readTree(run.out());
        assertThat(report.get("exitCode").asInt()).isEqualTo(run.exitCode());
        return report;
    }

    private CliRun run(String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("text-to-video", "a cat", "-q", "-o", target(), "--base-url", url()));
        arguments.addAll(List.of(options));
        return CliRun.of(arguments.toArray(String[]::new));
    }

    private String target() {
        return directory.resolve("out.mp4").toString();
    }

    private String url() {
        return emulator.baseUrl().toString();
    }
}
