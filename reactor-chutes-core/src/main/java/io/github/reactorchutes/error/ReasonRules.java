package io.github.reactorchutes.error;

import io.github.reactorchutes.error.ChutesResponseException.Reason;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Derives the reason from status and text, because the platform sends no machine-readable code. A status has its
 * defined meaning. Text that permits sending again, or means that nothing is billed, counts only as a full match of the
 * platform's own format: another server may quote the platform about a call that did start. For the same reason, a
 * status that comes from an instance does not mean that the request was not processed.
 */
final class ReasonRules {

    private static final Pattern COLD =
            Pattern.compile("No instances available \\(yet\\)(?: for chute(?:_id='([\\w.-]{1,80})')?)?\\.?");

    private static final Pattern DISABLED = Pattern.compile("This chute is (?:currently )?disabled\\.?");

    private ReasonRules() {}

    /** Return the id in the text of a cold start. */
    static @Nullable String coldChute(@Nullable String text) {
        Matcher cold = COLD.matcher(Objects.requireNonNullElse(text, ""));
        return cold.matches() ? cold.group(1) : null;
    }

    static Reason reasonOf(int status, ErrorDetail detail) {
        return switch (status) {
            case 401 -> Reason.UNAUTHENTICATED;
            case 402 -> paymentRequired(lowerCase(detail));
            case 403, 407, 451, 511 -> Reason.FORBIDDEN;
            case 404, 405, 410 -> Reason.NOT_FOUND;
            case 408, 421, 425 -> detail.ofInstance() ? Reason.SERVER_ERROR : Reason.NOT_PROCESSED;
            case 409 -> conflict(lowerCase(detail));
            case 413 -> Reason.TOO_LARGE;
            case 429 -> tooManyRequests(lowerCase(detail));
            case 503 -> unavailable(detail.platformText());
            default -> byClass(status);
        };
    }

    private static String lowerCase(ErrorDetail detail) {
        return Objects.requireNonNullElse(detail.text(), "").toLowerCase(Locale.ROOT);
    }

    private static Reason paymentRequired(String text) {
        if (text.contains("creator of this chute")) {
            return Reason.DISABLED;
        }
        if (text.contains("usage cap exceeded")) {
            return Reason.SUBSCRIPTION_CAP_EXCEEDED;
        }
        return text.contains("quota") ? Reason.QUOTA_EXCEEDED : Reason.BALANCE_REQUIRED;
    }

    private static Reason conflict(String text) {
        return text.contains("idempotency key") ? Reason.KEY_REUSED : Reason.INVALID_REQUEST;
    }

    private static Reason tooManyRequests(String text) {
        if (text.contains("stop spamming")) {
            return Reason.REPEATED_PROMPT;
        }
        if (text.contains("limit reached for today")) {
            return Reason.DAILY_LIMIT;
        }
        boolean atCapacity = text.contains("maximum capacity") || text.contains("capacity is temporarily unavailable");
        return atCapacity ? Reason.CAPACITY : Reason.RATE_LIMITED;
    }

    private static Reason unavailable(String platformText) {
        if (COLD.matcher(platformText).matches()) {
            return Reason.COLD_START;
        }
        return DISABLED.matcher(platformText).matches() ? Reason.DISABLED : Reason.SERVER_ERROR;
    }

    private static Reason byClass(int status) {
        if (status >= 500) {
            return Reason.SERVER_ERROR;
        }
        return status >= 400 ? Reason.INVALID_REQUEST : Reason.NOT_A_VIDEO;
    }
}
