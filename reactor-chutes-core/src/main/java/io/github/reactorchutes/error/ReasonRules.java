package io.github.reactorchutes.error;

import io.github.reactorchutes.error.ChutesResponseException.Reason;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the meaning off status and text: the platform sends no machine-readable code. */
final class ReasonRules {

    private ReasonRules() {}

    static Reason reasonOf(int status, @Nullable String detail) {
        String text = detail == null ? "" : detail.toLowerCase(Locale.ROOT);
        return switch (status) {
            case 401 -> Reason.UNAUTHENTICATED;
            case 402 -> Reason.QUOTA_EXCEEDED;
            case 403 -> Reason.FORBIDDEN;
            case 404 -> Reason.NOT_FOUND;
            case 413 -> Reason.TOO_LARGE;
            case 429 -> tooManyRequests(text);
            case 503 -> unavailable(text);
            default -> byClass(status);
        };
    }

    private static Reason tooManyRequests(String text) {
        if (text.contains("maximum capacity")) {
            return Reason.AT_CAPACITY;
        }
        return text.contains("limit reached for today") ? Reason.DAILY_LIMIT : Reason.RATE_LIMITED;
    }

    private static Reason unavailable(String text) {
        if (text.contains("no instances available")) {
            return Reason.COLD;
        }
        return text.contains("disabled") ? Reason.DISABLED : Reason.SERVER_ERROR;
    }

    private static Reason byClass(int status) {
        if (status >= 500) {
            return Reason.SERVER_ERROR;
        }
        return status >= 400 ? Reason.INVALID_REQUEST : Reason.NOT_A_VIDEO;
    }
}
