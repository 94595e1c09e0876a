package io.github.reactorchutes.test;

/**
 * How an exchange ended, as seen by the emulator.
 *
 * @since 0.1.0
 */
public enum ExchangeEnd {
    /** The request is being read, or the reply is being sent, stalled or withheld. */
    IN_PROGRESS,
    /** The whole reply was written to the socket and the connection was kept for reuse. */
    COMPLETED,
    /** The emulator closed or reset the connection, as the reply specifies. */
    SERVER_CLOSED,
    /** The client closed the connection (FIN) before the reply was complete. */
    CLIENT_CLOSED,
    /**
     * The client reset the connection (RST) before the reply was complete. An operating system also resets a connection
     * that a client closes without having read everything.
     */
    CLIENT_RESET
}
