package io.github.reactorchutes;

/**
 * The connections of a client at one moment, over all hosts.
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
     * @param active connections in use by a call
     * @param idle open connections without a call
     * @param pending calls waiting for a connection
     */
    public ConnectionStats(int active, int idle, int pending) {
        this.active = active;
        this.idle = idle;
        this.pending = pending;
    }

    /**
     * Return the connections in use by a call.
     *
     * @return the number
     */
    public int active() {
        return active;
    }

    /**
     * Return the open connections without a call.
     *
     * @return the number
     */
    public int idle() {
        return idle;
    }

    /**
     * Return the calls that wait for a connection.
     *
     * @return the number
     */
    public int pending() {
        return pending;
    }

    @Override
    public String toString() {
        return "ConnectionStats[active=" + active + ", idle=" + idle + ", pending=" + pending + "]";
    }
}
