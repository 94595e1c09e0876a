package io.github.reactorchutes.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class UsageTests {

    private static final Path ONE = Path.of("no-such-thread-1");

    private static final Path OTHER = Path.of("no-such-thread-2");

    @Test
    void leavesOutWhatEndedThreadsUsedBefore() {
        Usage before = new Usage(1, Map.of(ONE, 500L), 10);
        Usage after = new Usage(3, Map.of(OTHER, 20L), 30);

        Usage used = after.since(before);

        assertThat(used.nanos()).isEqualTo(2);
        assertThat(used.allocatedBytes()).isEqualTo(20);
        assertThat(used.cpuNanos()).isEqualTo(20);
        assertThat(used.compilerNanos()).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void countsTheThreadsOfThisProcess() {
        Usage now = Usage.now();

        assertThat(now.cpuNanos()).isPositive();
        assertThat(now.compilerNanos()).isBetween(0L, now.cpuNanos());
    }
}
