package io.github.reactorchutes;

/**
 * A snapshot of the connections of a client, over all hosts.
 *
 * @since 0.1.0
 */
public final class ConnectionStats {

    private final int active;

    private final int idle;

    private final int pending;

    /**
     * Create a snapshot.
     *
     * @param active connections that a call uses
     * @param idle open connections that no call uses
     * @param pending calls that wait for a connection
     */
    public ConnectionStats(int active, int idle, int pending) {
        this.active = active;
        this.idle = idle;
        this.pending = pending;
    }

    /** {@return the number of connections that a call uses} */
    public int active() {
        return active;
    }

    /** {@return the number of open connections that no call uses} */
    public int idle() {
        return idle;
    }

    /** {@return the number of calls that wait for a connection} */
    public int pending() {
        return pending;
    }

    @Override
    public String toString() {
        return "ConnectionStats[active=" + active + ", idle=" + idle + ", pending=" + pending + "]";
    }
}
