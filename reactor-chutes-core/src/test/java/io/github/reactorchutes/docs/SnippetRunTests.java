package io.github.reactorchutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnippetRunTests {

    @TempDir
    Path directory;

    @Test
    void savesAVideoWithoutAToken() {
        Path file = directory.resolve("fox.mp4");

        assertThat(Snippets.withoutToken(file)).isNotNull();
        assertThat(file).isNotEmptyFile();
    }
}
