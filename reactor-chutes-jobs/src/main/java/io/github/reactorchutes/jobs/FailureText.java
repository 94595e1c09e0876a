package io.github.reactorchutes.jobs;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What rows say about failures of calls: the application's text, or the library's own. */
final class FailureText {

    static final FailureText OWN = new FailureText(error -> null);

    private static final Logger logger = LoggerFactory.getLogger(FailureText.class);

    private static final int MAX_CHARS = 4_000;

    private final Function<? super Throwable, @Nullable String> chosen;

    FailureText(Function<? super Throwable, @Nullable String> chosen) {
        this.chosen = chosen;
    }

    String of(Throwable error) {
        String text = chosenFor(error);
        return text == null || text.length() > MAX_CHARS ? ErrorText.of(error) : text;
    }

    private @Nullable String chosenFor(Throwable error) {
        try {
            return chosen.apply(error);
        } catch (RuntimeException broken) {
            logger.warn(
                    "The function of errorText failed with {}",
                    broken.getClass().getName());
            return null;
        }
    }
}
