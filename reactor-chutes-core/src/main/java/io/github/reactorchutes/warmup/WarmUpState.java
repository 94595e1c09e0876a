package io.github.reactorchutes.warmup;

import org.jspecify.annotations.Nullable;

/**
 * One report about the warm-up of a chute. The platform sends one about every 5 seconds.
 *
 * @since 0.1.0
 */
public final class WarmUpState {

    /** How far a warm-up is. */
    public enum Status {
        /** No instance is running. */
        COLD,
        /** An instance is starting. */
        WARMING,
        /** An instance is running: calls are accepted. */
        HOT,
        /** A status that this version does not know, see {@link WarmUpState#statusText()}; or an event without one. */
        OTHER
    }

    private final Status status;

    private final String statusText;

    private final @Nullable String log;

    WarmUpState(Status status, String statusText, @Nullable String log) {
        this.status = status;
        this.statusText = statusText;
        this.log = log;
    }

    /** {@return how far the warm-up is} */
    public Status status() {
        return status;
    }

    /** {@return the status as the platform words it; empty if the event has none} */
    public String statusText() {
        return statusText;
    }

    /**
     * Return the platform's remark, such as {@code waiting for instances ...}: one line of at most 500 characters without
     * control characters.
     *
     * @return the remark, or {@code null} if there is none
     */
    public @Nullable String log() {
        return log;
    }

    /** {@return whether calls are accepted} */
    public boolean isHot() {
        return status == Status.HOT;
    }

    @Override
    public String toString() {
        return (statusText.isEmpty() ? "no status" : statusText) + (log == null ? "" : ": " + log);
    }
}
