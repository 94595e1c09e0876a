package io.github.reactorchutes.examples.cli;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A run failed after it had begun to call the server. */
final class FailedRunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Billed billed;

    private final transient @Nullable Path part;

    /**
     * Create an exception.
     *
     * @param error why the run failed
     * @param billed whether the generation may have cost something
     * @param part the file of the received bytes, if they were kept
     */
    FailedRunException(Throwable error, Billed billed, @Nullable Path part) {
        super(error.getMessage(), error);
        this.billed = billed;
        this.part = part;
    }

    Throwable error() {
        return Objects.requireNonNull(getCause(), "an error");
    }

    Billed billed() {
        return billed;
    }

    @Nullable
    Path part() {
        return part;
    }

    FailedRunException keeping(@Nullable Path kept) {
        return new FailedRunException(error(), billed, kept);
    }
}
