package io.github.reactorchutes.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Stores eight videos at once with 64 MB of heap, in a JVM of their own. */
final class S3MemoryTests {

    @Test
    void storesManyVideosInLittleMemory() throws Exception {
        storesEightOf(25);
    }

    @Tag("proof")
    @Test
    void storesManyLargeVideosInLittleMemory() throws Exception {
        storesEightOf(200);
    }

    private static void storesEightOf(int megabytes) throws IOException, InterruptedException {
        try (S3Server server = S3Server.start()) {
            server.keepNoContent();
            String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-XX:+ExitOnOutOfMemoryError",
                            "-cp",
                            classPath,
                            S3MemoryChild.class.getName(),
                            server.uri().toString(),
                            String.valueOf(megabytes))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
            System.out.println(output);

            assertThat(child.exitValue()).as(output).isZero();
            assertThat(server.keys())
                    .hasSize(8)
                    .allSatisfy(key -> assertThat(server.size(key)).isEqualTo(megabytes * 1_000_000L));
            assertThat(server.openUploads()).isZero();
        }
    }
}
