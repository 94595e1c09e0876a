package io.github.reactorchutes.error;

import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a failure whose message repeated a secret, with the secret masked. Parsers quote the input they cannot
 * parse, and a server controls that input. It has the stack trace of the original, and its message begins with the
 * original's class.
 *
 * @since 0.1.0
 */
public final class MaskedCause extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The depth of causes and suppressed exceptions; a chain may be circular. */
    private static final int MAX_DEPTH = 16;

    private MaskedCause(Throwable original, UnaryOperator<String> mask, int depth) {
        super(masked(original, mask));
        setStackTrace(original.getStackTrace());
        if (depth > 0) {
            if (original.getCause() != null) {
                initCause(new MaskedCause(original.getCause(), mask, depth - 1));
            }
            for (Throwable suppressed : original.getSuppressed()) {
                addSuppressed(new MaskedCause(suppressed, mask, depth - 1));
            }
        }
    }

    /**
     * Return a failure that does not contain the given texts.
     *
     * @param failure any failure
     * @param sent texts that must not be shown, such as the token
     * @return the same failure if it shows none of them, which is the normal case, otherwise a masked copy
     */
    public static Throwable of(Throwable failure, Collection<String> sent) {
        UnaryOperator<String> mask = text -> EchoMask.mask(text, sent);
        return shows(failure, mask, MAX_DEPTH) ? new MaskedCause(failure, mask, MAX_DEPTH) : failure;
    }

    static @Nullable Throwable of(@Nullable Throwable failure) {
        return failure == null ? null : of(failure, List.of());
    }

    private static boolean shows(Throwable failure, UnaryOperator<String> mask, int depth) {
        String message = failure.getMessage();
        if (message != null && !message.equals(mask.apply(message))) {
            return true;
        }
        if (depth == 0) {
            return false;
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (shows(suppressed, mask, depth - 1)) {
                return true;
            }
        }
        return failure.getCause() != null && shows(failure.getCause(), mask, depth - 1);
    }

    private static String masked(Throwable original, UnaryOperator<String> mask) {
        String type = original.getClass().getName();
        return original.getMessage() == null ? type : type + ": " + mask.apply(original.getMessage());
    }
}
