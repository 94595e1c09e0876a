package io.github.reactorchutes.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeTests {

    @TempDir
    private Path files;

    @Test
    void keepsTheFiguresOfEachTime() throws IOException, InterruptedException {
        Results results = new Results(files);
        Pattern line = Pattern.compile("(\\S+): (\\d+) KB each");

        new Probe("row", Program.class, List.of("7"), 2, 1, new Probe.Format("client,kilobytes", line))
                .measure(results, "0123456");

        assertThat(results.read("row").orElseThrow().lines()).containsExactly("chutes,7", "chutes,7");
    }

    /** Prints like a measurement. */
    public static final class Program {

        private Program() {}

        public static void main(String[] arguments) {
            System.out.println("null");
            System.out.println("chutes: " + arguments[0] + " KB each");
        }
    }
}
