package io.github.reactorchutes.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a user can name here states that it may change. */
class ExperimentalTests {

    private static final Path FOLDER = Path.of("src/main/java/io/github/reactorchutes/operation");

    private static final Pattern PUBLIC =
            Pattern.compile("(?m)^public (?:final )?(?:class|interface|enum) \\w+|^package .*;\\s+import .*NullMarked");

    static Stream<Path> publicTypes() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> PUBLIC.matcher(read(file)).find()).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("publicTypes")
    void saysSo(Path file) {
        assertThat(read(file)).contains(" * <p><b>Experimental.</b> ");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
