package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenTests {

    private static final String TOKEN = "cpk_secret.of.mine";

    @TempDir
    Path directory;

    private final ChutesEmulator emulator =
            ChutesEmulator.builder().smallVideos(true).start();

    @AfterEach
    void stopEmulator() {
        emulator.close();
    }

    @Test
    void readsTheEnvironment() {
        assertThat(run(Map.of("CHUTES_API_TOKEN", TOKEN)).exitCode()).isZero();
        assertThat(sentToken()).isEqualTo("Bearer " + TOKEN);
    }

    @Test
    void readsAFileThatEndsWithANewlineAndPrefersIt() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), TOKEN + "\r\n");
        CliRun run = run(Map.of("CHUTES_API_TOKEN", "other"), "--token-file", file.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(sentToken()).isEqualTo("Bearer " + TOKEN);
    }

    @Test
    void sendsAPlaceholderToAServerOnThisMachine() {
        assertThat(run(Map.of()).exitCode()).isZero();
        assertThat(sentToken()).isEqualTo("Bearer local");
    }

    @Test
    void demandsATokenForAnotherMachine() {
        CliRun run = CliRun.of("text-to-video", "a cat", "-q", "-o", target(), "--base-url", "https://example.org");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualToIgnoringNewLines("chutes: no API token: set CHUTES_API_TOKEN or use --token-file");
    }

    @Test
    void refusesToShowTheTokenToTheNetwork() {
        CliRun run = CliRun.with(
                Map.of("CHUTES_API_TOKEN", TOKEN),
                "text-to-video",
                "a cat",
                "-o",
                target(),
                "--base-url",
                "http://example.org");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("plain http").doesNotContain(TOKEN);
    }

    @ParameterizedTest
    @CsvSource({
        "https://under_score.example, underscore",
        "https://host.example:99999, 99999",
        "https://me:secret@host.example, no user-info",
        "host.example, scheme"
    })
    void namesTheOptionOfAUrlThatCannotBeUsed(String url, String reason) {
        CliRun run = CliRun.with(
                Map.of("CHUTES_API_TOKEN", TOKEN), "text-to-video", "a cat", "-o", target(), "--base-url", url);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--base-url must be", reason).doesNotContain("secret");
    }

    @Test
    void tellsThatTheFileCannotBeUsed() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty"), " \n");
        Path spoilt = Files.writeString(directory.resolve("spoilt"), TOKEN + " " + TOKEN);
        Path quoted = Files.writeString(directory.resolve("quoted"), "\"" + TOKEN + "\"\n");
        Path prefixed = Files.writeString(directory.resolve("prefixed"), "Bearer " + TOKEN);
        Path large = Files.writeString(directory.resolve("large"), "x".repeat(65_537));
        assertFailed(run(Map.of(), "--token-file", empty.toString()), "must not be empty");
        assertFailed(
                run(Map.of(), "--token-file", spoilt.toString()), "--token-file " + spoilt + " contains whitespace");
        assertFailed(run(Map.of(), "--token-file", quoted.toString()), "--token-file " + quoted + " contains a quote");
        assertFailed(run(Map.of(), "--token-file", prefixed.toString()), "must not begin with \"Bearer\"");
        assertFailed(run(Map.of(), "--token-file", large.toString()), "is too large for a token");
        assertFailed(run(Map.of(), "--token-file", directory + "/missing"), "no such file");
    }

    @Test
    void readsAFileThatWindowsWrote() throws Exception {
        Path file = Files.write(
                directory.resolve("token"), ("\ufeff" + TOKEN + "\r\n").getBytes(StandardCharsets.UTF_16LE));
        CliRun run = run(Map.of(), "--token-file", file.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(sentToken()).isEqualTo("Bearer " + TOKEN);
    }

    @Test
    void readsTheVariableByTheSameRule() {
        assertThat(run(Map.of("CHUTES_API_TOKEN", "\ufeff" + TOKEN + "\r\n")).exitCode())
                .isZero();
        assertThat(sentToken()).isEqualTo("Bearer " + TOKEN);
    }

    @Test
    void tellsThatTheVariableCannotBeUsed() {
        assertFailed(
                run(Map.of("CHUTES_API_TOKEN", "'" + TOKEN + "'")), "the variable CHUTES_API_TOKEN contains a quote");
        assertFailed(
                run(Map.of("CHUTES_API_TOKEN", "Bearer " + TOKEN)),
                "the variable CHUTES_API_TOKEN must not begin with");
        assertFailed(run(Map.of("CHUTES_API_TOKEN", TOKEN + "\u00fc")), "non-ASCII character");
    }

    @Test
    void neverPrintsTheToken() {
        emulator.enqueue(
                PlatformError.INVALID_TOKEN.reply(), Reply.json(401, "{\"detail\":\"unknown " + TOKEN + "\"}"));
        for (int attempt = 0; attempt < 2; attempt++) {
            CliRun run = run(Map.of("CHUTES_API_TOKEN", TOKEN), "--verbose", "--json");
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err() + run.out()).doesNotContain(TOKEN).doesNotContain("secret");
        }
    }

    @Test
    void keepsThePathOfTheBaseUrl() {
        emulator.enqueue(Reply.video());
        CliRun run =
                CliRun.of("text-to-video", "a cat", "-o", target(), "--base-url", emulator.baseUrl() + "/proxy/v1/");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(emulator.takeRequest(Duration.ofSeconds(5)).path()).isEqualTo("/proxy/v1/text2video");
    }

    private void assertFailed(CliRun run, String remark) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(remark).doesNotContain(TOKEN);
        assertThat(emulator.requestCount()).isZero();
    }

    private CliRun run(Map<String, String> environment, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "text-to-video",
                "a cat",
                "-o",
                target(),
                "--base-url",
                emulator.baseUrl().toString()));
        arguments.addAll(List.of(options));
        return CliRun.with(environment, arguments.toArray(String[]::new));
    }

    private String sentToken() {
        return emulator.takeRequest(Duration.ofSeconds(5))
                .header("Authorization")
                .orElseThrow();
    }

    private String target() {
        return directory.resolve("out.mp4").toString();
    }
}
