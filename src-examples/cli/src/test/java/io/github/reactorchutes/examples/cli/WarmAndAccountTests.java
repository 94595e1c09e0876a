package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.EmulatedChute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WarmAndAccountTests {

    private static final Duration START = Duration.ofMillis(300);

    private final ChutesEmulator emulator =
            ChutesEmulator.builder().warmUpInterval(Duration.ofMillis(20)).start();

    @TempDir
    private Path directory = Path.of("");

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void printsEachStateOnceUntilTheChuteIsHot() {
        emulator.chute("harbor/painter").cold(START);

        CliRun run = run("warm", "harbor/painter");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly("cold: waiting for instances ...", "hot: chute is hot, 1 instances available");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void warmsByTheSlugAndReportsForScripts() {
        CliRun run = run("warm", "harbor-painter", "--json");

        JsonNode state = JsonMapper.shared().readTree(run.out());
        assertThat(state.get("status").asString()).isEqualTo("hot");
        assertThat(state.get("text").asString()).isEqualTo("hot");
        assertThat(state.get("log").asString()).contains("instances available");
    }

    @Test
    void rejectsAnUnknownChute() {
        CliRun run = run("warm", "no-such-chute");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("Chute not found");
    }

    @Test
    void warmsBeforeTheFirstCall() {
        EmulatedChute chute = emulator.chute("Wan2.1-14B").cold(START);

        CliRun run = run(
                "text-to-video",
                "a fox",
                "--warm",
                "-o",
                directory.resolve("fox.mp4").toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("the chute of text-to-video is cold: waiting", "the chute of text-to-video is hot");
        assertThat(chute.generations()).isEqualTo(1);
        assertThat(posts()).isEqualTo(1);
    }

    @Test
    void warmsAllChutesOfABatch() throws IOException {
        emulator.chute("Wan2.1-14B").cold(START);
        Path prompts = Files.writeString(directory.resolve("prompts.csv"), "prompt\na fox\na cat\n");

        CliRun run = run(
                "batch",
                prompts.toString(),
                "--warm",
                "--out-dir",
                directory.resolve("videos").toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("the chute of text-to-video is hot");
        assertThat(posts()).isEqualTo(2);
    }

    @Test
    void callsAlthoughTheWarmUpFails() {
        CliRun run = run(
                "text-to-video",
                "a fox",
                "--warm",
                "--api-url",
                emulator.baseUrl() + "/nowhere",
                "-o",
                directory.resolve("fox.mp4").toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("cannot warm up the chute of text-to-video: warm-up: the server answered 404");
    }

    @Test
    void printsWhatIsLeftOfTheAccount() {
        emulator.account().balance(0).used(40).subscribe(20, 9, 42).discount(emulator.chute("harbor/painter"), 0.25);

        CliRun run = run("account");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
                .anyMatch(line -> line.equals("balance $0.00"))
                .anyMatch(line -> line.matches("calls today \\d+ of \\d+ without cost"))
                .anyMatch(line -> line.equals("subscription $20.00 a month"))
                .anyMatch(line -> line.matches("4 hours \\$9.00 of \\$8.33, resets 20.*Z"))
                .anyMatch(line -> line.matches("month \\$42.00 of \\$100.00, resets 20.*Z"))
                .anyMatch(line -> line.matches("can pay no until 20.*Z"))
                .anyMatch(line -> line.startsWith("discount 25 % for "));
    }

    @Test
    void reportsTheAccountForScripts() {
        CliRun run = run("account", "--json");

        JsonNode account = JsonMapper.shared().readTree(run.out());
        assertThat(account.get("balance").doubleValue()).isEqualTo(10);
        assertThat(account.get("quota").get("total").doubleValue()).isEqualTo(300);
        assertThat(account.get("subscription").get("active").booleanValue()).isFalse();
        assertThat(account.get("exhausted").booleanValue()).isFalse();
        assertThat(account.get("resetsAt").isNull()).isTrue();
    }

    private long posts() {
        return emulator.requests().stream()
                .filter(request -> request.method().equals("POST"))
                .count();
    }

    private CliRun run(String... arguments) {
        return CliRun.of(Stream.concat(
                        Stream.of(arguments),
                        Stream.of("--base-url", emulator.baseUrl().toString()))
                .toArray(String[]::new));
    }
}
