package io.github.reactorchutes.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class FootprintTests {

    /** The plan reads the figures with a pattern, which knows no decimal comma. */
    @Test
    void printsTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(new Footprint(1_024, 1_024, 2_048, 0).each(2))
                    .startsWith("1.5 KB each: heap 0.5 KB, of which Netty's buffers 0.5 KB; native 1.0 KB");
        } finally {
            Locale.setDefault(before);
        }
    }
}
