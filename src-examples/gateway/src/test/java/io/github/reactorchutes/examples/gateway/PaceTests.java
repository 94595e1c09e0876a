package io.github.reactorchutes.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTests {

    private static final long SECOND = 1_000_000_000;

    private long now;

    private final Pace pace = new Pace(1000, Duration.ofSeconds(10), () -> now);

    @Test
    void takesAnUploadThatIsSlowButHonest() {
        pace.request(Long.MAX_VALUE);
        for (int i = 0; i < 1000; i++) {
            now += 9 * SECOND;
            pace.arrived(9_000);
            assertThat(pace.isTooSlow()).isFalse();
        }
    }

    @Test
    void breaksOffOneThatDrips() {
        pace.request(Long.MAX_VALUE);
        for (int i = 0; i < 12; i++) {
            now += SECOND;
            pace.arrived(1);
        }
        assertThat(pace.isTooSlow()).isTrue();
    }

    @Test
    void savesNoMoreThanThePatience() {
        pace.request(Long.MAX_VALUE);
        pace.arrived(1_000_000);
        now += 10 * SECOND;
        assertThat(pace.isTooSlow()).isFalse();
        now++;
        assertThat(pace.isTooSlow()).isTrue();
    }

    @Test
    void standsStillWhileNothingIsAskedFor() {
        now += 100 * SECOND;
        pace.request(1);
        now += SECOND;
        pace.arrived(1);
        now += 100 * SECOND;
        assertThat(pace.isTooSlow()).isFalse();
    }
}
