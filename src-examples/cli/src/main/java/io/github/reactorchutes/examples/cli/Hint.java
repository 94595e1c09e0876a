package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesArtifactException;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.error.ChutesResponseException.Reason;

/** Advice about a failed call. */
final class Hint {

    private Hint() {}

    /** Return a remark in parentheses to append, or an empty string. */
    static String of(ChutesException failure) {
        if (failure instanceof ChutesResponseException response) {
            return of(response);
        }
        if (failure instanceof ChutesArtifactException artifact) {
            return artifact.isRetryable() ? " (repeat the command: it continues there)" : "";
        }
        if (failure instanceof ChutesOutcomeUnknownException unknown && unknown.isKeyed()) {
            return " (repeat the command: it starts nothing twice)";
        }
        return failure instanceof ChutesNotSentException unsent ? of(unsent) : "";
    }

    /** Return a remark about a query: a resource that does not exist says nothing about the server. */
    static String ofQuery(ChutesException failure) {
        return failure instanceof ChutesResponseException response && response.reason() == Reason.NOT_FOUND
                ? ""
                : of(failure);
    }

    private static String of(ChutesNotSentException unsent) {
        if (String.valueOf(unsent.getMessage()).contains("proxy")) {
            return " (check --proxy, HTTPS_PROXY or -Dhttps.proxyHost)";
        }
        return unsent.phase() == CallPhase.CONNECT ? " (is the server up, and --base-url right?)" : "";
    }

    private static String of(ChutesResponseException response) {
        return switch (response.reason()) {
            case UNAUTHENTICATED -> " (check " + TokenSource.VARIABLE + " or --token-file)";
            case QUOTA_EXCEEDED -> response.quotaResetsAt() == null ? " (chutes account shows what is left)" : "";
            case SUBSCRIPTION_CAP_EXCEEDED -> " (chutes account shows when the cap resets)";
            case BALANCE_REQUIRED -> " (add balance to the account: waiting does not help)";
            case NOT_FOUND -> " (check --base-url)";
            case COLD_START -> " (it is starting now: --retries 8 waits for it)";
            case CAPACITY -> " (every instance is at capacity: --retries 8 tries again later)";
            case REPEATED_PROMPT -> " (change the prompt: sending it again makes it worse)";
            case KEY_REUSED -> " (use another --key, or send the same request as before)";
            case RATE_LIMITED -> " (wait some minutes: bans grow with every violation)";
            default -> "";
        };
    }
}
