package io.github.reactorchutes.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTests {

    private static final Environment HERE =
            new Environment("2026-11-30", "0123456", "JDK 17.0.15", "2 cores of some CPU", "Linux 6.1");

    private static final Environment ELSEWHERE =
            new Environment("2026-12-01", "89abcde", "JDK 25", "8 cores of another", "Linux 6.1");

    @TempDir
    private Path files;

    private Results results = new Results(Path.of(""));

    @BeforeEach
    void beginsWithoutResults() {
        results = new Results(files.resolve("results"));
    }

    @Test
    void comparesWithTheBaseline() throws IOException {
        measured("https:65536:16", "reactor-netty,1,1024,1,10,0,1024", "chutes,1,1024,1,20,0,1024");

        assertThat(page())
                .contains("### https, 64 KB, 16 streams, chunked", "CPU time relative to reactor-netty")
                .contains(
                        "| chutes | OpenSSL | 1 | 2.00 (2.00-2.00) |", "| reactor-netty | JDK | 1 | 1.00 (1.00-1.00) |")
                .contains("| CPU of a 64 KB video, https | 2.00 |  | 1.00 |  |  |")
                .contains("Measured on 2026-11-30 at commit 0123456, on 2 cores of some CPU")
                .doesNotContain("Ended no call", "\n@");
        assertThat(files.resolve("page/https-65536-16.svg")).content().contains(">chutes<");
    }

    @Test
    void namesTheFraming() throws IOException {
        measured("https:16777216:16:length", "reactor-netty,1,1024,1,10,0,1024");

        assertThat(page()).contains("### https, 16 MB, 16 streams, Content-Length");
    }

    @Test
    void namesTheEnvironmentOfARowThatWasMeasuredElsewhere() throws IOException {
        measured("https:65536:16", "reactor-netty,1,1024,1,10,0,1024");
        measured("http:65536:16", "reactor-netty,1,1024,1,10,0,1024");
        results.write("http:65536:16:jdk25", ELSEWHERE, Sample.HEADER, List.of("row,1-1,reactor-netty,1,1,1,1,1,1"));

        assertThat(page())
                .containsOnlyOnce("Measured on 2026-11-30 at commit 0123456")
                .containsPattern("JDK 25\\n\\nMeasured on 2026-12-01 at commit 89abcde, on 8 cores of another");
    }

    @Test
    void replacesTheResultsOfOneRow() throws IOException {
        measured("http:65536:16", "reactor-netty,1,1024,1,10,0,1024", "chutes,1,1024,1,20,0,1024");
        measured("https:65536:16", "reactor-netty,1,1024,1,10,0,1024", "chutes,1,1024,1,20,0,1024");
        page();
        measured("https:65536:16", "reactor-netty,1,1024,1,10,0,1024", "chutes,1,1024,1,30,0,1024");

        assertThat(page()).contains("| chutes | OpenSSL | 1 | 3.00 (3.00-3.00) |", "| chutes | 1 | 2.00 (2.00-2.00) |");
    }

    @Test
    void removesThePlotsOfRowsThatAreGone() throws IOException {
        measured("http:65536:16", "reactor-netty,1,1024,1,10,0,1024");
        Path old = Files.createDirectories(files.resolve("page")).resolve("old.svg");
        Files.writeString(old, "");

        page();

        assertThat(files.resolve("page")).isDirectoryContaining("glob:**/http-65536-16.svg");
        assertThat(old).doesNotExist();
    }

    @Test
    void tellsWhoEndedNoCall() throws IOException {
        measured(
                "http:65536:16",
                "reactor-netty,0,0,1,1,0,0",
                "raw-netty,1,1024,1,10,0,1024",
                "chutes,1,1024,1,20,0,1024");

        assertThat(page())
                .contains("Ended no call: reactor-netty.", "Ratios are to raw-netty.")
                .contains("| chutes | 1 | 2.00 (2.00-2.00) |")
                .doesNotContain("NaN");
    }

    @Test
    void tellsInHowManySlicesAClientEndedNoCall() throws IOException {
        results.write(
                "http:65536:4096:50ms",
                HERE,
                Sample.HEADER,
                List.of(
                        "row,1-1,reactor-netty,1,1,1,1,1,1",
                        "row,1-1,chutes,0,0,1,1,0,0",
                        "row,2-1,chutes,1,1,1,1,1,1"));

        assertThat(page()).contains("Ended no call with 4,096 streams: chutes (in 1 of 2 slices).");
    }

    @Test
    void tellsThatThereIsNothingToCompareWith() throws IOException {
        measured("http:65536:16", "reactor-netty,0,0,1,1,0,0", "chutes,1,1024,1,20,0,1024");

        assertThat(page()).contains("There is nothing to compare with.").doesNotContain("NaN", "| chutes | 1 |");
    }

    @Test
    void tabulatesConcurrency() throws IOException {
        measured("http:65536:16:50ms", "reactor-netty,1,1024,1,10,0,1024", "chutes,1,1024,1,20,0,1024");
        measured("http:65536:4096:50ms", "reactor-netty,0,0,1,1,0,0", "chutes,1,1024,1,20,0,1024");
        measured(
                "http:65536:1024:50ms",
                "reactor-netty,1,1024,1000000000,10,0,1024",
                "webclient,5,1024,1000000000,15,0,1024");

        assertThat(page())
                .contains("| streams | chutes | reactor-netty | webclient |")
                .contains("| 1,024 |  | 1.00 (1.00-1.00) | 1.50 (1.50-1.50) |")
                .contains("| 1,024 |  | 1 (1-1) | 5 (5-5) |")
                .doesNotContain("NaN");
        assertThat(files.resolve("page/concurrency.svg")).content().contains(">webclient<");
    }

    @Test
    void tabulatesWhatOtherProgramsFound() throws IOException {
        results.write(
                "paused:https", HERE, "client,streams,kilobytes", List.of("chutes,1000,53.4", "chutes,1000,60.6"));
        results.write("waiting:http", HERE, "client,calls,kilobytes,completed", List.of("chutes,10000,6.71,9999"));
        results.write("viewers", HERE, "client,viewers,kilobytes,failed", List.of("chutes-window,250,351,3"));
        results.write("first-buffer", HERE, "client,medianMicros,calls,micros90", List.of("chutes,4.72,50000,5.7"));

        assertThat(page())
                .contains("| chutes | https | 1,000 | 57 (53-61) KB |")
                .contains("| chutes | http | 10,000 | 6.7 KB | 9,999 |")
                .contains("| chutes-window | 250 | 351 KB | 3 |")
                .contains("| chutes | 50,000 | 4.7 us | 5.7 us |")
                .contains("| memory of a slow viewer of a gateway | 351 KB |  |  |  |  |");
    }

    @Test
    void needsResults() {
        assertThatThrownBy(this::page).hasMessageContaining("no results in");
    }

    private void measured(String row, String... costs) throws IOException {
        List<String> lines = Stream.of(costs).map(cost -> row + ",1-1," + cost).toList();
        results.write(row, HERE, Sample.HEADER, lines);
    }

    private String page() throws IOException {
        Path page = files.resolve("page.md");
        Report.write(results, new Plan(1), page);
        return Files.readString(page);
    }
}
