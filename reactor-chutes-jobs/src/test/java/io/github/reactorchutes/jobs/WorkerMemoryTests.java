package io.github.reactorchutes.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prints what a job costs while its video arrives. */
@Tag("proof")
class WorkerMemoryTests {

    private static final int JOBS = 200;

    @TempDir
    private Path directory;

    @Test
    void printsTheMemoryOfJobsUnderWay() throws IOException, InterruptedException {
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            emulator.when(request -> true)
                    .thenReply(Reply.playableVideoOfSize(4_000_000).stallAfter(1_000_000));
            String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-cp",
                            classPath,
                            WorkerMemoryChild.class.getName(),
                            directory.toString(),
                            emulator.baseUrl().toString(),
                            String.valueOf(JOBS))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            System.out.println("[INFO] " + output);

            assertThat(child.waitFor()).isZero();
            assertThat(output).contains(JOBS + " jobs under way");
        }
    }
}
