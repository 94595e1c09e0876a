package io.github.reactorchutes.examples.cli;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What surrounds a run of the tool.
 *
 * @param environment looks up environment variables
 * @param terminal whether a person watches
 * @param interruption tells of Ctrl-C
 */
record Shell(Environment environment, boolean terminal, Interruption interruption) {

    /** No run can take longer: every wait in it has a limit of its own, and this one is only the last resort. */
    private static final Duration LIMIT = Duration.ofHours(12);

    private static final Duration LONG_LIMIT = Duration.ofDays(30);

    static Shell ofProcess() {
        return new Shell(System::getenv, Terminal.isAttached(), new Interruption());
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
