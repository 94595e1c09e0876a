package io.github.reactorchutes.callers;

import java.io.IOException;
import java.util.function.Supplier;
import reactor.core.Exceptions;

/** What code throws. */
@SuppressWarnings({"ImmutableEnumChecker", "TypeParameterUnusedInFormals"}) // the suppliers remember nothing
enum Thrown {
    ILLEGAL_STATE(() -> new IllegalStateException("on purpose")),
    CHECKED(() -> new IOException("on purpose")),
    BUBBLING(() -> Exceptions.bubble(new IOException("on purpose"))),
    ASSERTION(() -> new AssertionError("on purpose")),
    NO_SUCH_METHOD(() -> new NoSuchMethodError("on purpose")),
    STACK_OVERFLOW(() -> new StackOverflowError("on purpose"));

    private final Supplier<Throwable> made;

    Thrown(Supplier<Throwable> made) {
        this.made = made;
    }

    boolean isFatal() {
        return this == NO_SUCH_METHOD || this == STACK_OVERFLOW;
    }

    /** Throw it, checked or not. */
    <R> R now() {
        return Thrown.<RuntimeException, R>sneak(made.get());
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable, R> R sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
