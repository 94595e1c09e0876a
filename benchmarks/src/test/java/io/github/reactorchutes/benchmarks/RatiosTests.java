package io.github.reactorchutes.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RatiosTests {

    @Test
    void countsEachRunByItsMedianSlice() {
        List<Ratios> ratios = Ratios.of(List.of(
                sample("1-1", "reactor-netty", 10),
                sample("1-1", "chutes", 10),
                sample("1-2", "reactor-netty", 10),
                sample("1-2", "chutes", 90),
                sample("1-3", "reactor-netty", 10),
                sample("1-3", "chutes", 20),
                sample("2-1", "reactor-netty", 10),
                sample("2-1", "chutes", 40)));

        Ratios chutes = ratios.get(1);
        assertThat(chutes.peer()).isEqualTo("chutes");
        assertThat(chutes.runs()).isEqualTo(2);
        assertThat(chutes.cpu()).isEqualTo(new Spread(2, 3, 4));
    }

    @Test
    void tellsTheSlicesOfASingleRun() {
        List<Ratios> ratios = Ratios.of(List.of(
                sample("1-1", "reactor-netty", 10),
                sample("1-1", "chutes", 20),
                sample("1-2", "reactor-netty", 10),
                sample("1-2", "chutes", 40)));

        assertThat(ratios.get(1).cpu()).isEqualTo(new Spread(2, 3, 4));
    }

    @Test
    void comparesWithTheBaselineOfTheSameSlice() {
        List<Ratios> ratios = Ratios.of(List.of(
                sample("1-1", "reactor-netty", 10),
                sample("1-1", "chutes", 20),
                sample("2-1", "reactor-netty", 100),
                sample("2-1", "chutes", 200)));

        assertThat(ratios.get(0).cpu()).isEqualTo(new Spread(1, 1, 1));
        assertThat(ratios.get(1).cpu()).isEqualTo(new Spread(2, 2, 2));
    }

    @Test
    void leavesOutTheSlicesInWhichTheBaselineFailed() {
        List<Ratios> ratios = Ratios.of(List.of(
                sample("1-1", "reactor-netty", 10),
                sample("1-1", "chutes", 20),
                sample("1-2", "chutes", 40),
                sample("1-2", "raw-netty", 10)));

        assertThat(ratios).extracting(Ratios::peer).containsExactly("reactor-netty", "chutes");
        assertThat(ratios.get(1).cpu()).isEqualTo(new Spread(2, 2, 2));
    }

    @Test
    void comparesWithRawNettyWhereReactorNettyFailed() {
        List<Ratios> ratios = Ratios.of(List.of(sample("1-1", "chutes", 20), sample("1-1", "raw-netty", 10)));

        assertThat(ratios.get(1).peer()).isEqualTo("chutes");
        assertThat(ratios.get(1).cpu()).isEqualTo(new Spread(2, 2, 2));
    }

    @Test
    void tellsNothingWithoutABaseline() {
        assertThat(Ratios.of(List.of(sample("1-1", "chutes", 20)))).isEmpty();
    }

    @Test
    void leavesUnknownAllocationsOut() {
        Sample unknown = new Sample("http:1024:1", "1-2", "reactor-netty", 1, 1024, 1, 1, 0, -5);

        List<Ratios> ratios = Ratios.of(List.of(sample("1-1", "reactor-netty", 10), unknown));

        assertThat(ratios.get(0).absolute().perCall()).isEqualTo(new Spread(2, 2, 2));
    }

    private static Sample sample(String slice, String peer, double cpuNanos) {
        return new Sample("http:1024:1", slice, peer, 1, 1024, 1, cpuNanos, 0, 2048);
    }
}
