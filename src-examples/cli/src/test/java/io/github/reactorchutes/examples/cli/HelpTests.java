package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The help answers, and mistakes are met with a hint. */
class HelpTests {

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    static Stream<CommandSpec> commands() {
        CommandLine all = ChutesCli.commandLine(
                new Shell(name -> null, Terminal.NONE, new Interruption(), InputStream.nullInputStream()));
        return Stream.concat(
                        Stream.of(all), all.getSubcommands().values().stream().distinct())
                .map(CommandLine::getCommandSpec)
                .filter(command -> !command.name().equals("help"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void givesExamplesThatParse(CommandSpec command) {
        assertThat(help(command)).contains("Examples:");
        assertThat(Examples.of(command.name())).isNotEmpty().allSatisfy(example -> {
            List<String> words = words(example);
            if (!example.startsWith("source")) {
                assertThat(words.get(0)).isEqualTo("chutes");
                CommandLine fresh = commands().findFirst().orElseThrow().commandLine();
                fresh.parseArgs(words.subList(1, words.size()).toArray(String[]::new));
            }
        });
    }

    static Stream<CommandSpec> commandsAndTheirs() {
        return commands()
                .filter(command -> command.parent() != null)
                .flatMap(command -> Stream.concat(
                        Stream.of(command),
                        command.subcommands().values().stream().map(CommandLine::getCommandSpec)));
    }

    @ParameterizedTest
    @MethodSource("commandsAndTheirs")
    void listsEachOptionOnceUnderAHeading(CommandSpec command) {
        String help = help(command);
        assertThat(command.options())
                .allSatisfy(option -> assertThat(help.lines().filter(isLineOf(option.longestName())))
                        .as(option.longestName())
                        .hasSize(1));
        assertThat(help).contains("\nGeneral:\n");
    }

    private static Predicate<String> isLineOf(String option) {
        return Pattern.compile("^ {2,6}(-\\w, )?(" + option + "|--\\[no-]" + option.substring(2) + ")(?![\\w-])")
                .asPredicate();
    }

    @ParameterizedTest
    @MethodSource("commandsAndTheirs")
    void describesEachCommandInASentence(CommandSpec command) {
        assertThat(command.usageMessage().description()[0]).endsWith(".");
    }

    @Test
    void helpIsACommand() {
        CliRun run = CliRun.of("help", "batch");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo(CliRun.of("batch", "--help").out());
        assertThat(CliRun.of("help").out()).contains("Commands:");
    }

    @ParameterizedTest
    @CsvSource({
        "a cat in space, in quotes: \"a cat in space\"",
        "a cat --seed 7, in quotes: \"a cat\"",
        "-q a cat in, in quotes: \"a cat in\""
    })
    void hintsAtAPromptWithoutQuotes(String arguments, String hint) {
        CliRun run = CliRun.of(Stream.concat(Stream.of("text-to-video"), Stream.of(arguments.split(" ", -1)))
                .toArray(String[]::new));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(hint);
    }

    @Test
    void hintsAtAPromptThatLooksLikeAnOption() {
        assertThat(CliRun.of("text-to-video", "- a cat").err()).contains("put -- before");
        assertThat(CliRun.of("text-to-video", "--nonsense").err()).doesNotContain("Hint");
        assertThat(CliRun.of("batch", "a.csv", "b.csv").err()).doesNotContain("Hint");
    }

    @ParameterizedTest
    @CsvSource({
        "--fps 99, --fps must be between",
        "--guidance-scale 99, --guidance-scale must be between",
        "--connect-timeout 900h, --connect-timeout must be",
        "--retries -1, --retries must be 0 or more",
        "--base-url http://example.org, --base-url is plain http to example.org",
        "--token-file=, a file name must not be empty"
    })
    void namesTheOption(String options, String message) {
        CliRun run = CliRun.with(
                Map.of(TokenSource.VARIABLE, "cpk_x"),
                Stream.concat(Stream.of("text-to-video", "a cat", "-q"), Stream.of(options.split(" ", -1)))
                        .toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(message).doesNotContain("()", "(true)");
    }

    @Test
    void namesTheParameterOfAnEmptyPrompt() {
        assertThat(CliRun.of("text-to-video", " ").err()).isEqualTo("chutes: PROMPT must not be blank\n");
        assertThat(CliRun.of("image-to-video", "a cat", "-q", "--image", "missing.png")
                        .err())
                .isEqualTo("chutes: --image file missing.png does not exist\n");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void completesInBash(@TempDir Path directory) throws Exception {
        Path script = Files.writeString(
                directory.resolve("chutes.bash"),
                CliRun.of("completion", "bash").out());

        assertThat(completed(script, "chutes", "text-to-video", "--re")).contains("--resolution", "--retries");
        assertThat(completed(script, "chutes", "ba")).contains("batch");
        assertThat(CliRun.of("completion", "fish").err()).contains("bash, zsh");
    }

    private static String completed(Path script, String... words) throws Exception {
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source " + script + "; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                                + (words.length - 1) + "; _complete_chutes; echo \"${COMPREPLY[@]}\"")
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    private static String help(CommandSpec command) {
        List<String> words = new ArrayList<>(List.of("--help"));
        for (CommandSpec at = command; at.parent() != null; at = at.parent()) {
            words.add(0, at.name());
        }
        return CliRun.of(words.toArray(String[]::new)).out();
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        WORD.matcher(line.replaceAll(" < .*", ""))
                .results()
                .forEach(word -> words.add(word.group(1) == null ? word.group(2) : word.group(1)));
        return words;
    }
}
