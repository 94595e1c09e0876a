package io.github.reactorchutes.spring.properties;

import java.time.Duration;

/**
 * The limit of concurrent calls.
 *
 * @since 0.1.0
 */
public final class ConcurrencyProperties {

    /**
     * The end of a permit.
     *
     * @since 0.1.0
     */
    public enum PermitUntil {
        /** The platform has generated the video. */
        FIRST_BYTE,
        /** The consumer has the video. */
        LAST_BYTE
    }

    /** Whether to limit concurrent calls. */
    private boolean enabled = true;

    /** Maximum number of concurrent calls. Must not exceed the connections of the pool. */
    private int maxCalls = 100;

    /** Maximum number of queued calls. Queued calls do not occupy a thread. */
    private int maxWaitingCalls = 1000;

    /** Maximum time a call waits in the queue. */
    private Duration maxWait = Duration.ofMinutes(10);

    /** How long a call holds its permit. With first-byte, slow consumers keep no other call waiting. */
    private PermitUntil permitUntil = PermitUntil.LAST_BYTE;

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public int getMaxCalls() {
        return maxCalls;
    }

    public void setMaxCalls(int maxCalls) {
        this.maxCalls = maxCalls;
    }

    public int getMaxWaitingCalls() {
        return maxWaitingCalls;
    }

    public void setMaxWaitingCalls(int maxWaitingCalls) {
        this.maxWaitingCalls = maxWaitingCalls;
    }

    public Duration getMaxWait() {
        return maxWait;
    }

    public void setMaxWait(Duration maxWait) {
        this.maxWait = maxWait;
    }

    public PermitUntil getPermitUntil() {
        return permitUntil;
    }

    public void setPermitUntil(PermitUntil permitUntil) {
        this.permitUntil = permitUntil;
    }
}
