package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.EmulatedOperation;
import io.github.reactorchutes.test.OperationStatus;
import io.github.reactorchutes.test.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationCommandTests {

    private static final String CHUTE = "harbor/director";

    @TempDir
    Path directory;

    private final ChutesEmulator emulator = ChutesEmulator.builder()
            .smallVideos(true)
            .operationTime(Duration.ZERO)
            .start();

    private Path target;

    private Path journal;

    @BeforeEach
    void prepare() {
        target = directory.resolve("fox.mp4");
        journal = directory.resolve("fox.mp4.operation");
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void savesTheArtifactAndForgetsTheOperation() throws IOException {
        CliRun run = start("prompt=a fox", "--key", "order-17");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo(target + System.lineSeparator());
        assertThat(run.err()).contains(": succeeded");
        assertThat(Folder.names(directory)).containsExactly("fox.mp4");
        assertThat(emulator.operations().startedWith("order-17")).hasSize(1);
    }

    @Test
    void startsOnceWhenAnswersAreLost() {
        emulator.operations().nextStart(reply -> Reply.reset()).nextStart(reply -> Reply.gatewayTimeout());

        assertThat(start("prompt=a fox").exitCode()).isZero();

        EmulatedOperation only = only();
        assertThat(only.submissions()).isEqualTo(3);
        assertThat(only.idempotencyKey()).isPresent();
    }

    @Test
    void continuesWithTheKeyAndTheFileOfTheEarlierRun() throws IOException {
        emulator.operations().artifactBytes(3_000_000);
        for (int broken = 0; broken < 7; broken++) {
            int bytes = broken == 0 ? 1_000_000 : 0;
            emulator.operations().nextArtifact(reply -> reply.cutAfter(bytes));
        }
        CliRun first = start("prompt=a fox");
        assertThat(first.exitCode()).as(first.err()).isNotZero();
        assertThat(Files.getPosixFilePermissions(journal)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.size(directory.resolve("fox.mp4.part"))).isBetween(1L, 1_000_000L);

        CliRun second = start("prompt=a fox");

        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.err()).contains("resuming operation " + only().id());
        assertThat(only().submissions()).isEqualTo(1);
        assertThat(Files.size(target)).isEqualTo(3_000_000);
        assertThat(target).hasSameBinaryContentAs(fetchedAnew());
        assertThat(Folder.names(directory)).containsExactly("fox.mp4", "other.mp4");
    }

    private Path fetchedAnew() {
        Path other = directory.resolve("other.mp4");
        assertThat(run("fetch", only().id(), "-o", other.toString()).exitCode()).isZero();
        return other;
    }

    @Test
    void refusesAnotherRequestForTheSameFile() throws IOException {
        emulator.operations().nextArtifact(reply -> Reply.of(404));
        assertThat(start("prompt=a fox").exitCode()).isEqualTo(3);
        String before = Files.readString(journal);

        CliRun other = start("prompt=a cat");
        CliRun otherKey = start("prompt=a fox", "--key", "another");

        assertThat(other.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(other.err()).contains("is of an operation with another request");
        assertThat(otherKey.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(otherKey.err()).contains("is of an operation with another key");
        assertThat(journal).hasContent(before);
        assertThat(emulator.operations().started()).hasSize(1);
    }

    @Test
    void ignoresALineThatAKilledProcessLeftIncomplete() throws IOException {
        emulator.operations().nextArtifact(reply -> Reply.of(404));
        start("prompt=a fox", "--key", "order-17");
        String first = Files.readString(journal).lines().findFirst().orElseThrow();
        Files.writeString(journal, first + "\n{\"operation\":\"0da9");

        assertThat(start("prompt=a fox").exitCode()).isZero();
        assertThat(only().submissions()).isEqualTo(2);
    }

    @Test
    void reportsAnOperationThatFailed() throws IOException {
        emulator.operations().failNext("upstream_failed", "no GPU", true);

        CliRun run = start("prompt=a fox", "--json");

        assertThat(run.exitCode()).isEqualTo(8);
        assertThat(run.err()).contains("failed: upstream_failed, no GPU (another start may succeed)");
        assertThat(run.out()).contains("\"kind\":\"ended\"", "\"exitCode\":8");
        assertThat(Folder.names(directory)).isEmpty();
        assertThat(start("prompt=a fox").exitCode()).isZero();
        assertThat(emulator.operations().started()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prompt=a fox --key 'two words' | --key: the idempotency key must consist of visible ASCII",
                "prompt | a field must be NAME=VALUE but was 'prompt'",
                "prompt=a --artifact -1 | --artifact must be 0 or more but was -1",
                "seed=7 | prompt",
                "prompt=a image_b64=@missing.png | missing.png",
                "prompt=a -o - | --output must be a file"
            },
            quoteCharacter = '"')
    void rejectsBadInputBeforeAnythingIsStarted(String words, String problem) throws IOException {
        List<String> arguments = new ArrayList<>();
        for (String word : words.split(" (?=(?:[^']*'[^']*')*[^']*$)", -1)) {
            arguments.add(word.replace("'", ""));
        }

        CliRun run = start(arguments.toArray(String[]::new));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err()).contains(problem);
        assertThat(emulator.operations().started()).isEmpty();
        assertThat(directory.resolve("fox.mp4")).doesNotExist();
    }

    @Test
    void suggestsTheNameOfAChute() {
        CliRun run = run("start", "harbor/directer", "prompt=a fox", "-o", target.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err()).contains("did you mean");
    }

    @Test
    void savesTheAnswerOfAChuteThatIsNotAsynchronous() {
        CliRun run = run("start", emulator.baseUrl() + "/text2video", "prompt=a fox", "-o", target.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("it has answered at once");
        assertThat(target).isNotEmptyFile();
    }

    @Test
    void listsShowsCancelsAndFetches() throws IOException {
        emulator.operations().time(Duration.ofDays(1));
        EmulatedOperation operation = startedBeside();
        operation.become(OperationStatus.RUNNING);

        assertThat(run("list").out()).contains(operation.id()).contains("running");
        assertThat(run("list", "--json").out()).contains("\"state\":\"running\"");
        assertThat(run("show", operation.id()).out()).contains("state", "running", "created");
        assertThat(run("cancel", operation.id(), "--json").out())
                .isEqualTo("{\"id\":\"" + operation.id() + "\",\"cancellation\":\"requested\"}\n");
        assertThat(run("cancel", operation.id()).err()).contains("it has ended");
        operation.become(OperationStatus.PENDING);
        assertThat(run("cancel", operation.id()).err()).contains("still pending");
        operation.become(OperationStatus.SUCCEEDED);
        assertThat(run("show", operation.id()).out()).contains("artifact 0", "video/mp4", "charge", "settled");
        CliRun fetched = run("fetch", operation.id(), "-o", target.toString(), "--json");
        assertThat(fetched.exitCode()).as(fetched.err()).isZero();
        assertThat(fetched.out()).contains("\"sha256\":", "\"verdict\":\"verified\"");
        assertThat(run("fetch", operation.id(), "-o", target.toString()).err()).contains("exists; use --force");
        CliRun absent = run("show", "no-such-operation", "-q");
        assertThat(absent.exitCode()).isEqualTo(3);
        assertThat(absent.err()).doesNotContain("--base-url");
        assertThat(run("show", "../users/me").exitCode()).isEqualTo(ExitCodes.USAGE);
    }

    /** Start an operation through a run that is interrupted while it waits. */
    private EmulatedOperation startedBeside() {
        Shell shell = new Shell(name -> null, Terminal.NONE, new Interruption(), InputStream.nullInputStream());
        Thread waiter = new Thread(() -> {
            while (emulator.operations().started().isEmpty()) {
                Thread.onSpinWait();
            }
            shell.interruption().interrupt();
        });
        waiter.start();
        CliRun run = CliRun.in(
                shell,
                words(
                        "start",
                        CHUTE,
                        "prompt=a fox",
                        "-o",
                        directory.resolve("x.mp4").toString()));
        assertThat(run.exitCode()).isEqualTo(ExitCodes.INTERRUPTED);
        return only();
    }

    private EmulatedOperation only() {
        assertThat(emulator.operations().started()).hasSize(1);
        return emulator.operations().started().get(0);
    }

    private CliRun start(String... arguments) {
        List<String> words = new ArrayList<>(List.of("start", CHUTE, "-o", target.toString()));
        List<String> more = List.of(arguments);
        if (more.contains("-o")) {
            words.subList(2, 4).clear();
        }
        words.addAll(more);
        return run(words.toArray(String[]::new));
    }

    private CliRun run(String... arguments) {
        return CliRun.of(words(arguments));
    }

    private String[] words(String... arguments) {
        List<String> words = new ArrayList<>(List.of("operation"));
        words.addAll(List.of(arguments));
        words.addAll(List.of("--base-url", emulator.baseUrl().toString()));
        return words.toArray(String[]::new);
    }
}
