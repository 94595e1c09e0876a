package io.github.reactorchutes.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class ToolTests {

    private static final String REASON =
            "needs no-such-program: it is not on the PATH, or does not run (Debian: apt-get install nothing)";

    private final Tool missing = new Tool("no-such-program", "nothing", "--version");

    @Test
    void skipsATestWithoutItsTool() {
        assertThat(missing.isAvailable(false)).isFalse();
        assertThatThrownBy(() -> missing.path(false))
                .isInstanceOf(TestAbortedException.class)
                .hasMessage(REASON);
    }

    @Test
    void failsATestWithoutItsToolWhereToolsAreRequired() {
        assertThatThrownBy(() -> missing.isAvailable(true))
                .isInstanceOf(AssertionError.class)
                .hasMessage(REASON);
        assertThatThrownBy(() -> missing.path(true))
                .isInstanceOf(AssertionError.class)
                .hasMessage(REASON);
    }

    @Test
    void findsAnFfmpegThatRuns() {
        assertThat(Media.ffmpeg("-version", Path.of("none"))).asString().startsWith("ffmpeg version");
    }
}
