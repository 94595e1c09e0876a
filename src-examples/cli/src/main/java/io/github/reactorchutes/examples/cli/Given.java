package io.github.reactorchutes.examples.cli;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes an option on if it is set; otherwise the platform's default applies. */
final class Given {

    private Given() {}

    static <T> void pass(@Nullable T option, Consumer<? super T> setter) {
        if (option != null) {
            setter.accept(option);
        }
    }
}
