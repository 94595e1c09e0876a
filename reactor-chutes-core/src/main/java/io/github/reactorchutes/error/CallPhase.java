package io.github.reactorchutes.error;

/**
 * The step of a call in which something happened. Each step has its own clock.
 *
 * @since 0.1.0
 */
public enum CallPhase {
    /** Before the transport: the request is checked, a token is asked for, a permit is waited for. */
    PREPARE("preparing the request"),
    /** Waiting for a connection of the pool. */
    POOL_ACQUIRE("waiting for a pooled connection"),
    /** Looking up the host's address. */
    RESOLVE("resolving the host"),
    /** Opening the TCP connection. */
    CONNECT("connecting"),
    /** The TLS handshake. */
    TLS("the TLS handshake"),
    /** Writing the request. It is not whole yet, so the platform cannot have begun. */
    SEND("sending the request"),
    /** The last byte of the request is on its way: the platform may have it, and nothing has come back yet. */
    FIRST_BYTE("waiting for the first byte"),
    /** The head arrived; the body is being received. */
    BODY("receiving the body");

    private final String description;

    CallPhase(String description) {
        this.description = description;
    }

    /**
     * Return the phase in words that fit into a sentence, such as {@code waiting for the first byte}.
     *
     * @return the description
     */
    public String description() {
        return description;
    }
}
