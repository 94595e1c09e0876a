package io.github.reactorchutes.spring.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModulePathIT {

    private static final Path SOURCES = Path.of("src/test/modules/application");

    @TempDir
    Path directory;

    @Test
    void runsAnApplicationThatRequiresTheModulesByName() throws Exception {
        String jars = PublishedJars.ofAnApplication().stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        Path classes = directory.resolve("classes");

        assertThat(run(
                        "javac",
                        "-p",
                        jars,
                        "-d",
                        classes.toString(),
                        source("module-info"),
                        source("application/Main")))
                .isEmpty();
        // Netty's and Jackson's jars are modules that no automatic module can require.
        assertThat(run(
                        "java",
                        "-p",
                        classes + File.pathSeparator + jars,
                        "--add-modules",
                        "ALL-MODULE-PATH",
                        "-m",
                        "application/application.Main"))
                .containsExactly(
                        "io.github.reactorchutes",
                        "io.github.reactorchutes.spring",
                        "io.github.reactorchutes.test",
                        "a video");
    }

    private static String source(String name) {
        return SOURCES.resolve(name + ".java").toString();
    }

    private List<String> run(String tool, String... arguments) throws IOException, InterruptedException {
        File output = directory.resolve(tool + ".out").toFile();
        File errors = directory.resolve(tool + ".err").toFile();
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", tool).toString());
        command.command().addAll(List.of(arguments));
        Process process = command.redirectOutput(output).redirectError(errors).start();
        try {
            assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(() -> text(errors)).isZero();
        return text(output).lines().toList();
    }

    private static String text(File file) {
        try {
            return Files.readString(file.toPath(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
