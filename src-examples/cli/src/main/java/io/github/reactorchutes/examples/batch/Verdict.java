package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.error.ChutesResponseException.Reason;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import java.io.IOException;
import java.util.Locale;

/**
 * The consequences of a failure for the batch.
 *
 * @param reason its name in tables and in the journal
 * @param maybeBilled whether the generation may have been paid
 * @param blame the scope of the failure
 */
record Verdict(String reason, boolean maybeBilled, Blame blame) {

    /** The scope of a failure. */
    enum Blame {
        /** Only this line. */
        LINE,
        /** The server: other lines may fail as well. */
        SERVER,
        /** The account, or this machine: every other line will fail as well. */
        ALL
    }

    static Verdict of(Throwable error) {
        if (error instanceof ChutesResponseException answer) {
            return new Verdict(spelt(answer.reason()), answer.mayBeBilled(), blame(answer.reason()));
        }
        if (error instanceof ChutesBodyException body) {
            return new Verdict("video " + spelt(body.reason()), body.mayBeBilled(), Blame.SERVER);
        }
        if (error instanceof ChutesOutcomeUnknownException unknown) {
            return new Verdict("no answer", unknown.mayBeBilled(), Blame.SERVER);
        }
        if (error instanceof ChutesNotSentException unsent) {
            return new Verdict("not sent, " + spelt(unsent.phase()), unsent.mayBeBilled(), Blame.SERVER);
        }
        if (error instanceof ChutesCallRejectedException rejected) {
            return new Verdict("own limit, " + spelt(rejected.limit()), rejected.mayBeBilled(), Blame.SERVER);
        }
        if (error instanceof InvalidVideoRequestException) {
            return new Verdict("invalid request", false, Blame.LINE);
        }
        String reason =
                error instanceof IOException ? "local file" : error.getClass().getSimpleName();
        return new Verdict(reason, true, Blame.ALL);
    }

    private static Blame blame(Reason reason) {
        return switch (reason) {
            case INVALID_REQUEST, TOO_LARGE, REPEATED_PROMPT, KEY_REUSED -> Blame.LINE;
            case UNAUTHENTICATED,
                    QUOTA_EXCEEDED,
                    SUBSCRIPTION_CAP_EXCEEDED,
                    BALANCE_REQUIRED,
                    DAILY_LIMIT,
                    RATE_LIMITED -> Blame.ALL;
            default -> Blame.SERVER;
        };
    }

    private static String spelt(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
