package io.github.reactorchutes.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Servers, users and cancels drawn from seeds, and after each batch of calls nothing may be left. A batch whose seed is
 * known runs with {@code -Dchutes.fuzzSeed=... -Dchutes.fuzzCalls=...}; how its events interleave is not in the seed.
 */
class FuzzTests {

    private static final int BATCH = 1_000;

    private static final int CALLS = Integer.getInteger("chutes.fuzzCalls", 20_000);

    private static final long SEED = Long.getLong("chutes.fuzzSeed", System.currentTimeMillis());

    private final Map<String, LongAdder> outcomes = Batch.outcomes();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void leavesNothingBehind(long seed) throws IOException {
        new Batch(seed, 500, folder, outcomes).run();

        assertThat(outcomes).containsKeys("COMPLETED", "FAILED", "CANCELLED", "ABANDONED");
    }

    @Test
    @Tag("proof")
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void leavesNothingBehindInManyCalls() throws IOException {
        System.out.println("FuzzTests: " + CALLS + " calls from seed " + SEED + ", TLS: " + Wire.isSecure());
        List<AssertionError> failures = new ArrayList<>();
        for (int done = 0; done < CALLS; done += BATCH) {
            try {
                new Batch(SEED + done / BATCH, Math.min(BATCH, CALLS - done), folder, outcomes).run();
            } catch (AssertionError failure) {
                System.out.println("FuzzTests: " + failure.getMessage());
                failures.add(failure);
            }
            emptyFolder();
        }
        System.out.println("FuzzTests: " + outcomes + ", failed batches: " + failures.size());
        assertThat(failures).isEmpty();
    }

    private void emptyFolder() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
