package io.github.reactorchutes.jobs;

import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import java.io.IOException;

/** What a row says about a failure: the library's own messages, which have no secrets, and of others the type alone. */
final class ErrorText {

    private static final int MAX_CHARS = 1000;

    private ErrorText() {}

    static String of(Throwable error) {
        boolean own = error instanceof ChutesException
                || error instanceof ChutesJobException
                || error instanceof FencedException
                || error instanceof IOException;
        String text = own || error instanceof InvalidVideoRequestException
                ? String.valueOf(error.getMessage())
                : error.getClass().getName();
        return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
    }
}
