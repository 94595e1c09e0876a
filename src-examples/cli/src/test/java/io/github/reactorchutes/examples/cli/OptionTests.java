package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.examples.batch.Spellings;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.test.ChutesEmulator;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class OptionTests {

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "30s,PT30S", "5m,PT5M", "1h30m,PT1H30M", "PT1M,PT1M", "1.5s,PT1.5S"})
    void readsDurations(String text, Duration expected) {
        assertThat(new DurationConverter().convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "-5s", "0s", "soon", "99999999999999999999s"})
    void refusesWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> new DurationConverter().convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @Test
    void readsFieldsAsJsonOrText() {
        Map<String, String> typed = new LinkedHashMap<>();
        typed.put("number", "3");
        typed.put("text", "3 cats");
        typed.put("quoted", "\"3\"");
        typed.put("flag", "true");
        typed.put("equation", "a=b");
        Map<String, Object> read = new HashMap<>();
        JsonFields.forEach(typed, read::put);
        assertThat(read)
                .isEqualTo(Map.of("number", 3, "text", "3 cats", "quoted", "3", "flag", true, "equation", "a=b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text-to-video", "image-to-video", "fast-image-to-video", "batch", "demo", "emulator"})
    void explainsEachCommand(String command) {
        CliRun run = CliRun.of(command, "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Usage: chutes " + command).contains("Exit codes:");
        assertThat(run.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThan(101));
    }

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.request.Endpoint#known")
    void explainsEveryFieldOfAnEndpointAndTakesItsShortName(Endpoint endpoint) {
        String help = CliRun.of(endpoint.name(), "--help").out();
        assertThat(CliRun.of(Spellings.shortName(endpoint), "--help").out()).isEqualTo(help);
        assertThat(endpoint.fields())
                .allSatisfy(field -> assertThat(help)
                        .contains(
                                field.isRequired()
                                        ? ""
                                        : FieldOptions.name(field).substring(2)));
        assertThat(CliRun.of("batch", "--help").out()).contains(endpoint.name());
    }

    @Test
    void sendsAKnownFieldToItsOption() {
        CliRun run = CliRun.of("text-to-video", "a fox", "--field", "guidance_scale=2");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--field guidance_scale: use --guidance-scale");
    }

    @Test
    void explainsItselfWithoutACommand() {
        CliRun run = CliRun.of();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("chutes: Missing required subcommand").contains("chutes --help");
    }

    @Test
    void tellsThatAShareOfFaultsIsNone() {
        CliRun run = CliRun.of("emulator", "--faults", "30");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--faults must be from 0 to 1 but was 30.0");
    }

    @Test
    void tellsThatThePortIsTaken() {
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            CliRun run = CliRun.of("emulator", "--port", String.valueOf(emulator.port()));
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("cannot listen on port " + emulator.port());
        }
    }
}
