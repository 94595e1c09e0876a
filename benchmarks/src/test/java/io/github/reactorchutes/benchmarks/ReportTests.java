package io.github.reactorchutes.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTests {

    @TempDir
    private Path files;

    @Test
    void comparesWithTheBaseline() throws IOException {
        assertThat(page("reactor-netty,1,1024,1,10,0,1024", "chutes,1,1024,1,20,0,1024"))
                .contains("CPU time relative to reactor-netty", "| chutes | 1 | 2.00 (2.00-2.00) |")
                .doesNotContain("Ended no call");
    }

    @Test
    void tellsWhoEndedNoCall() throws IOException {
        assertThat(page("reactor-netty,0,0,1,1,0,0", "raw-netty,1,1024,1,10,0,1024", "chutes,1,1024,1,20,0,1024"))
                .contains("Ended no call: reactor-netty.", "Ratios are to raw-netty.")
                .contains("| chutes | 1 | 2.00 (2.00-2.00) |")
                .doesNotContain("NaN");
    }

    @Test
    void tellsThatThereIsNothingToCompareWith() throws IOException {
        assertThat(page("reactor-netty,0,0,1,1,0,0", "chutes,1,1024,1,20,0,1024"))
                .contains("There is nothing to compare with.")
                .doesNotContain("NaN", "| chutes |");
    }

    private String page(String... results) throws IOException {
        StringBuilder text = new StringBuilder(Comparison.HEADER);
        for (String result : results) {
            text.append("17,http:1024:1,1-1,").append(result).append('\n');
        }
        Path samples = Files.writeString(files.resolve("results.csv"), text);
        Path lines = Files.writeString(files.resolve("lines.txt"), "");
        Path page = files.resolve("page.md");
        Report.main(new String[] {samples.toString(), lines.toString(), page.toString(), "0123456"});
        return Files.readString(page);
    }
}
