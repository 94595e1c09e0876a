package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptSourceTests {

    @TempDir
    Path directory;

    private final ChutesEmulator emulator =
            ChutesEmulator.builder().smallVideos(true).start();

    @AfterEach
    void stopEmulator() {
        emulator.close();
    }

    @ParameterizedTest
    @CsvSource({"UTF-8, ''", "UTF-8, \ufeff", "UTF-16LE, \ufeff", "UTF-16BE, \ufeff"})
    void readsAFile(Charset charset, String mark) throws Exception {
        Path file = directory.resolve("prompt.txt");
        Files.write(file, (mark + "ein Käfer,\r\n  zweite Zeile\r\n").getBytes(charset));

        CliRun run = run("", "--prompt-file", file.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(prompt()).isEqualTo("ein Käfer,\r\n  zweite Zeile");
    }

    @ParameterizedTest
    @CsvSource({"-,", "--prompt-file, -"})
    void readsStandardInput(String first, String second) {
        CliRun run = run(
                "ein Käfer\n",
                Stream.of(first, second).filter(word -> word != null).toArray(String[]::new));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(prompt()).isEqualTo("ein Käfer");
    }

    @Test
    void refusesAnEmptyInput() {
        assertRefused(run("\n", "-"), "standard input contains no prompt");
    }

    @Test
    void refusesTwoPromptsAndNone() throws Exception {
        Path file = Files.writeString(directory.resolve("prompt.txt"), "a fox");
        assertRefused(run("", "a cat", "--prompt-file", file.toString()), "PROMPT and --prompt-file are both given");
        assertRefused(run(""), "PROMPT");
    }

    @Test
    void refusesAFileThatIsNoText() throws Exception {
        Path latin1 = Files.write(directory.resolve("latin1"), "Käse".getBytes(StandardCharsets.ISO_8859_1));
        Path large = Files.write(directory.resolve("large"), new byte[2_000_000]);
        assertRefused(run("", "--prompt-file", latin1.toString()), "--prompt-file " + latin1 + " is not UTF-8");
        assertRefused(run("", "--prompt-file", large.toString()), "is too large for a prompt");
        assertRefused(run("", "--prompt-file", directory + "/missing"), "no such file");
    }

    private void assertRefused(CliRun run, String remark) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(remark);
        assertThat(emulator.requestCount()).isZero();
    }

    private CliRun run(String input, String... prompt) {
        Shell shell = new Shell(
                name -> null,
                Terminal.NONE,
                new Interruption(),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        return CliRun.in(
                shell,
                Stream.concat(
                                Stream.of(
                                        "text-to-video",
                                        "-o",
                                        directory.resolve("out.mp4").toString(),
                                        "--base-url",
                                        emulator.baseUrl().toString()),
                                Stream.of(prompt))
                        .toArray(String[]::new));
    }

    private String prompt() {
        return String.valueOf(emulator.requests().get(0).json().get("prompt"));
    }
}
