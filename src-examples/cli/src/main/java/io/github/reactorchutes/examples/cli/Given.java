package io.github.reactorchutes.examples.cli;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes on an option that was given; one that was not is left to the platform's default. */
final class Given {

    private Given() {}

    static <T> void pass(@Nullable T option, Consumer<? super T> setter) {
        if (option != null) {
            setter.accept(option);
        }
    }
}
