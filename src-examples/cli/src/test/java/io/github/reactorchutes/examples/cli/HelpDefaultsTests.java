package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.resilience.RateLimitFilter;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.test.ChutesEmulator;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares the defaults that {@code --help} prints with those of the library and of the platform. */
class HelpDefaultsTests {

    private static final Pattern DEFAULT = Pattern.compile("Default: ([^ .,;]+(?:\\.\\d+)?)|(\\S+) \\(default\\)");

    private static final Pattern NUMBER = Pattern.compile("\\d+");

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

    @ParameterizedTest
    @CsvSource({
        "--connect-timeout, connectTimeout",
        "--first-byte-timeout, firstByteTimeout",
        "--idle-timeout, idleTimeout"
    })
    void timeoutsAreThoseOfTheClient(String option, String setting) throws ReflectiveOperationException {
        Duration printed = new DurationConverter().convert(printedDefault("text-to-video", option));

        assertThat(printed).isEqualTo(hidden(ChutesClient.builder(), setting));
    }

    @Test
    void rateIsThatOfTheLibrary() throws ReflectiveOperationException {
        Field limit = RateLimitFilter.class.getDeclaredField("PLATFORM_LIMIT");
        limit.setAccessible(true);

        assertThat(printedDefault("batch", "--rate")).isEqualTo(String.valueOf(limit.get(null)));
    }

    @Test
    void retriesAreNoneForOneVideoAndThoseOfTheLibraryForABatch() throws ReflectiveOperationException {
        Map<?, ?> backoffs = (Map<?, ?>) hidden(RetryFilter.builder().build(), "backoffs");
        List<Integer> kinds = new ArrayList<>();
        for (Map.Entry<?, ?> backoff : backoffs.entrySet()) {
            if (!backoff.getKey().toString().equals("KEYED_START")) { // a batch starts no operations
                kinds.add((Integer) hidden(backoff.getValue(), "maxRetries"));
            }
        }

        List<Integer> printed = numbers(description("batch", "--retries"));
        assertThat(printed.get(0)).isEqualTo(new ConnectionOptions().retries());
        assertThat(kinds).hasSize(3).containsOnly(printed.get(2), printed.get(3));
    }

    @ParameterizedTest
    @CsvSource({
        "text-to-video, --resolution",
        "text-to-video, --fps",
        "text-to-video, --frames",
        "image-to-video, --fps",
        "image-to-video, --frames",
        "fast-image-to-video, --resolution",
        "fast-image-to-video, --fps",
        "fast-image-to-video, --frames"
    })
    void parametersAreThoseOfTheEmulatedPlatform(String command, String option) throws IOException {
        assertThat(video(command, option, printedDefault(command, option))).isEqualTo(video(command));
    }

    /** The shape of a video does not show these, so they are compared with the table of the fields. */
    @ParameterizedTest
    @CsvSource({
        "text-to-video, --steps", "text-to-video, --guidance-scale", "text-to-video, --seed",
        "image-to-video, --steps", "image-to-video, --guidance-scale", "image-to-video, --seed",
        "fast-image-to-video, --guidance-scale", "fast-image-to-video, --guidance-scale-2"
    })
    void parametersAreThoseOfTheFieldsAndAreAccepted(String command, String option) throws IOException {
        String printed = printedDefault(command, option);

        assertThat(printed).isEqualTo(defaultOf(command, option));
        assertThat(video(command, option, printed).get("frames").asInt()).isPositive();
    }

    private static @Nullable String defaultOf(String command, String option) {
        return Endpoint.known().stream()
                .filter(endpoint -> endpoint.name().equals(command))
                .flatMap(endpoint -> endpoint.fields().stream())
                .filter(field -> FieldOptions.name(field).equals(option))
                .findFirst()
                .orElseThrow()
                .defaultValue();
    }

    /** The shape of a generated video, without what differs between two runs. */
    private JsonNode video(String command, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(command, "a red fox", "--json", "--force"));
        arguments.addAll(List.of(
                "--base-url",
                emulator.baseUrl().toString(),
                "-o",
                file("video.mp4").toString()));
        if (!command.equals("text-to-video")) {
            Path image = Files.write(file("cat.png"), SamplePicture.png());
            arguments.addAll(List.of("--image", image.toString()));
        }
        arguments.addAll(List.of(options));
        CliRun run = CliRun.with(Map.of(TokenSource.VARIABLE, "any"), arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode report = JsonMapper.shared().readTree(run.out());
        return JsonMapper.shared()
                .valueToTree(Stream.of("width", "height", "frames", "durationMillis")
                        .collect(Collectors.toMap(key -> key, report::get)));
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private static String printedDefault(String command, String option) {
        MatchResult match = DEFAULT.matcher(description(command, option))
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError(command + " " + option + " prints no default"));
        return match.group(1) == null ? match.group(2) : match.group(1);
    }

    private static List<Integer> numbers(String text) {
        return NUMBER.matcher(text)
                .results()
                .map(number -> Integer.valueOf(number.group()))
                .toList();
    }

    private static String description(String command, String option) {
        Shell shell = new Shell(name -> null, Terminal.NONE, new Interruption(), InputStream.nullInputStream());
        Map<String, CommandLine> commands = ChutesCli.commandLine(shell).getSubcommands();
        CommandLine chosen = Objects.requireNonNull(commands.get(command), command);
        OptionSpec spec = chosen.getCommandSpec().findOption(option);
        return String.join(" ", spec.description());
    }

    private static Object hidden(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }
}
