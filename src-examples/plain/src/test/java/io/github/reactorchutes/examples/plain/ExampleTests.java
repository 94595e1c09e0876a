package io.github.reactorchutes.examples.plain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExampleTests {

    private static final Path SOURCES = Path.of("src/main/java/io/github/reactorchutes/examples/plain");

    private static final int SHORT = 60;

    @TempDir
    Path directory;

    @Test
    void savesToAFile() {
        Path file = directory.resolve("fox.mp4");
        assertThat(run(SaveToFile::main, file.toString()))
                .singleElement()
                .asString()
                .matches("SavedVideo\\[" + file + ", 1\\d{6} bytes, sha256 [0-9a-f]{64}, .*832x480.*]");
        assertThat(file).isNotEmptyFile();
    }

    @Test
    void callsAChuteOfTheCatalogue() {
        Path file = directory.resolve("fox.png");
        assertThat(run(AnyChute::main, file.toString()))
                .singleElement()
                .asString()
                .startsWith("SavedVideo[" + file);
        assertThat(file).isNotEmptyFile();
    }

    @Test
    void cancelsMidway() {
        List<String> lines = run(CancelMidway::main);
        assertThat(lines.get(0)).isEqualTo("the call is CANCELLED");
        assertThat(lines.get(1)).matches("stopped after 1[0-9]{5} bytes");
    }

    @Test
    void keepsTheFileAlthoughTheViewerLeaves() {
        Path file = directory.resolve("tee.mp4");
        List<String> lines = run(TeeToFileAndViewer::main, file.toString());
        assertThat(lines).hasSize(5);
        assertThat(lines.subList(0, 3)).allMatch(line -> line.matches("viewer: \\d+ bytes"));
        assertThat(lines.get(3)).isEqualTo("viewer: left");
        assertThat(lines.get(4)).startsWith("SavedVideo[" + file);
    }

    @Test
    void retriesAColdStart() {
        List<String> lines = run(RetryPolicy::main);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("attempt 1: text-to-video: the server answered 503");
        assertThat(lines.get(1)).startsWith("attempt 2: text-to-video: the server answered 503");
        assertThat(lines.get(2)).isEqualTo("attempt 3: a video");
    }

    @Test
    void hearsOfTheEndInAFilter() {
        assertThat(run(CustomFilter::main))
                .singleElement()
                .asString()
                .matches("text-to-video COMPLETED after 1\\d{6} bytes");
    }

    @Test
    void paysFromTheTenantsAccount() {
        List<String> lines = run(PerTenantTokens::main);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).matches("acme: 1\\d{6} bytes");
        assertThat(lines.get(1)).matches("globex: 1\\d{6} bytes");
        assertThat(lines.get(2)).startsWith("nobody: text-to-video: ").contains("token");
    }

    @Test
    void measuresACall() {
        List<String> lines = run(MetricsWithoutSpring::main);
        assertThat(lines).hasSize(3).allMatch(line -> line.matches("chutes\\.client\\.[a-z.]+: 1 in \\d+ ms"));
    }

    @Test
    void runsTheGallery() {
        assertThat(run(Gallery::main, directory.toString())).containsExactly("added garden.mp4");
    }

    @ParameterizedTest
    @MethodSource("sources")
    void isInTheIndex(Path source) throws IOException {
        String index = Files.readString(Path.of("../../docs/examples.md"));
        String name = source.getFileName().toString().replace(".java", "");

        if (Files.readString(source).contains("void main(")) {
            assertThat(index)
                    .contains("src-examples/plain/" + source)
                    .contains("java -cp src-examples/plain/target/examples.jar "
                            + getClass().getPackageName() + "." + name);
        }
    }

    @ParameterizedTest
    @MethodSource("sources")
    void staysShort(Path source) throws IOException {
        assertThat(Files.readAllLines(source)).hasSizeLessThanOrEqualTo(SHORT);
    }

    static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.toList();
        }
    }

    private static List<String> run(Consumer<String[]> main, String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            main.accept(arguments);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
