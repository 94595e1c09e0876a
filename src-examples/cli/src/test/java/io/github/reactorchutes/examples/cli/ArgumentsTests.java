package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.test.ChutesEmulator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The words of a person arrive as typed, or nothing is sent. */
class ArgumentsTests {

    private static final String PROMPT = "ein Käfer, 猫 und 🦊";

    @TempDir
    Path directory;

    private final ChutesEmulator emulator =
            ChutesEmulator.builder().smallVideos(true).start();

    @AfterEach
    void stopEmulator() {
        emulator.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "POSIX", "C.UTF-8", "", "xx_XX.UTF-8"})
    @EnabledOnOs(OS.LINUX)
    void sendsThePromptAsTypedInAnyLocale(String locale) throws Exception {
        CliRun run = new CliProcess(directory)
                .with("LC_ALL", locale)
                .run("text-to-video", PROMPT, "--negative-prompt", "Ölfarbe", "-o", "out.mp4", "--base-url", url());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(sent()).containsEntry("prompt", PROMPT).containsEntry("negative_prompt", "Ölfarbe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--output", "--token-file", "--image", "--prompt-file"})
    @EnabledOnOs(OS.LINUX)
    void namesTheRemedyForAFileNameThatTheLocaleCannotCarry(String option) throws Exception {
        CliRun run = new CliProcess(directory)
                .with("LC_ALL", "C")
                .run("image-to-video", "a cat", option, "käse.x", "--base-url", url());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("käse.x", "LC_ALL=C.UTF-8").doesNotContain("Exception");
        assertThat(emulator.requestCount()).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void namesTheRemedyForTheFileOfABatchAndTheImagesInIt() throws Exception {
        Files.writeString(directory.resolve("prompts.csv"), "endpoint,prompt,image\nimage-to-video,Käse,käse.png\n");
        CliProcess process = new CliProcess(directory).with("LC_ALL", "C");

        assertThat(process.run("batch", "käse.csv", "--base-url", url()).err()).contains("käse.csv", "LC_ALL=C.UTF-8");
        assertThat(process.run("batch", "prompts.csv", "--base-url", url()).err())
                .contains("line 2: image", "LC_ALL=C.UTF-8");
        assertThat(emulator.requestCount()).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void namesTheRemedyForAWorkingDirectoryThatTheLocaleCannotCarry() throws Exception {
        CliRun run = new CliProcess(directory)
                .in("käse")
                .with("LC_ALL", "C")
                .run("text-to-video", "a cat", "--base-url", url());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("working directory", "LC_ALL=C.UTF-8");
        assertThat(emulator.requestCount()).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void worksWithACacheDirectoryThatTheLocaleCannotCarry() throws Exception {
        CliRun run = new CliProcess(directory)
                .with("LC_ALL", "C")
                .with("XDG_CACHE_HOME", directory + "/käse")
                .run("text-to-video", "a cat", "-o", "out.mp4", "--base-url", url());

        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void printsWhatWasTypedInALocaleWithoutAnEncoding() throws Exception {
        CliRun run = new CliProcess(directory).with("LC_ALL", "C").run("text-to-video", "a cat", "Käse");

        assertThat(run.err()).contains("Käse");
    }

    @Test
    void recoversUtf8FromALocaleOfSingleBytes() {
        byte[] utf8 = "Käse".getBytes(StandardCharsets.UTF_8);
        byte[] latin1 = "Käse".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(Arguments.asTyped(
                        new String[] {new String(utf8, StandardCharsets.ISO_8859_1)},
                        List.of("java".getBytes(StandardCharsets.UTF_8), utf8),
                        StandardCharsets.ISO_8859_1))
                .containsExactly("Käse");
        assertThat(Arguments.asTyped(new String[] {"Käse"}, List.of(latin1), StandardCharsets.ISO_8859_1))
                .containsExactly("Käse");
    }

    @Test
    void refusesWhatCannotBeRecovered() {
        String garbled = "K\ufffdse";
        byte[] latin1 = "Käse".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> Arguments.asTyped(new String[] {"a", garbled}, List.of(), StandardCharsets.US_ASCII))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("argument 2", "LC_ALL=C.UTF-8", "--prompt-file");
        assertThatThrownBy(() -> Arguments.asTyped(new String[] {garbled}, List.of(latin1), StandardCharsets.UTF_8))
                .isInstanceOf(UsageException.class);
    }

    @Test
    void keepsAReplacementCharacterThatWasTyped() {
        byte[] typed = "K\ufffdse".getBytes(StandardCharsets.UTF_8);

        assertThat(Arguments.asTyped(new String[] {"K\ufffdse"}, List.of(typed), StandardCharsets.UTF_8))
                .containsExactly("K\ufffdse");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@secret", "@@secret", "@missing"})
    void readsNoFileForAPromptThatBeginsWithAnAtSign(String prompt) throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "of mine --force");
        String typed = prompt.replace("secret", secret.toString());

        CliRun run = CliRun.of("text-to-video", typed, "-o", target(), "--base-url", url());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(sent()).containsEntry("prompt", typed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"${env:HOME} $HOME ${sys:user.name}", " two\nlines ", "\"quoted\"", "a=b, c;d|e", "\\\\n"})
    void changesNothing(String prompt) {
        CliRun run = CliRun.of("text-to-video", prompt, "-o", target(), "--base-url", url());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(sent()).containsEntry("prompt", prompt);
    }

    private Map<String, Object> sent() {
        assertThat(emulator.requestCount()).isEqualTo(1);
        return emulator.requests().get(0).json();
    }

    private String target() {
        return directory.resolve("out.mp4").toString();
    }

    private String url() {
        return emulator.baseUrl().toString();
    }
}
