package io.github.reactorchutes.operation;

import java.util.Locale;

/**
 * How far an operation is.
 *
 * <p><b>Experimental.</b> May change incompatibly in any release.
 *
 * @since 0.1.0
 */
public enum OperationState {
    /** Accepted, and not yet passed on to the chute. */
    PENDING(false),
    /** Waiting at the chute; the platform calls it {@code submitted} or {@code queued}. */
    QUEUED(false),
    /** At work. */
    RUNNING(false),
    /** Done: its artifacts can be fetched until they expire. */
    SUCCEEDED(true),
    /** Failed; see {@link Operation#error()}. */
    FAILED(true),
    /** Cancelled. */
    CANCELLED(true),
    /** Given up after its time limit. */
    EXPIRED(true),
    /** A state that this version does not know; see {@link Operation#stateText()}. */
    UNKNOWN(false);

    private final boolean terminal;

    OperationState(boolean terminal) {
        this.terminal = terminal;
    }

    /** {@return whether the operation has ended and its state does not change any more} */
    public boolean isTerminal() {
        return terminal;
    }

    static OperationState of(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "pending" -> PENDING;
            case "submitted", "queued" -> QUEUED;
            case "running" -> RUNNING;
            case "succeeded" -> SUCCEEDED;
            case "failed" -> FAILED;
            case "cancelled", "canceled" -> CANCELLED;
            case "expired" -> EXPIRED;
            default -> UNKNOWN;
        };
    }
}
