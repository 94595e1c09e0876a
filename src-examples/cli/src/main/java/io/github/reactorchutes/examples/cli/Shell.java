package io.github.reactorchutes.examples.cli;

import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The environment of a run of the tool.
 *
 * @param environment looks up environment variables
 * @param terminal what stderr is connected to
 * @param interruption signals Ctrl-C
 * @param in the standard input
 */
record Shell(Environment environment, Terminal terminal, Interruption interruption, InputStream in) {

    /** The last resort: every wait of a run has its own, shorter limit. */
    private static final Duration LIMIT = Duration.ofHours(12);

    private static final Duration LONG_LIMIT = Duration.ofDays(30);

    static Shell ofProcess() {
        return new Shell(System::getenv, Terminal.ofProcess(System::getenv), new Interruption(), System.in);
    }

    /** Wait for the end of a run: the one place where a thread of this tool blocks. */
    <T> T await(Mono<T> run) {
        return Objects.requireNonNull(run.block(LIMIT));
    }

    /** Wait for the end of a run of many videos. */
    <T> T awaitLong(Mono<T> run) {
        return Objects.requireNonNull(run.block(LONG_LIMIT));
    }

    /** Looks up environment variables. */
    @FunctionalInterface
    interface Environment {

        @Nullable
        String get(String name);
    }
}
