package io.github.reactorchutes.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadSizesDocumentTests {

    @Test
    void documentsSayHowLargeReadsAre() throws IOException {
        assertThat(page("docs/faq.md"))
                .contains("at most " + kilobytes(ReadSizes.PIECEMEAL) + " if it asks")
                .contains("at most " + kilobytes(ReadSizes.BOUNDED) + " if it bounds")
                .contains("reads of up to " + kilobytes(ReadSizes.UNBOUNDED));
        assertThat(page("README.md")).contains("one read, " + kilobytes(ReadSizes.BOUNDED) + " at most");
        assertThat(page("SECURITY.md")).contains("one read, " + kilobytes(ReadSizes.BOUNDED) + " at most");
    }

    private static String kilobytes(int bytes) {
        return bytes / 1024 + " KB";
    }

    private static String page(String name) throws IOException {
        return Files.readString(Path.of("..", name)).replace('\n', ' ');
    }
}
