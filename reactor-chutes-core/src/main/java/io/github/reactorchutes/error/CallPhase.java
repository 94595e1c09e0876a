package io.github.reactorchutes.error;

/**
 * The step of a call in which something happened. Each step has its own clock.
 *
 * @since 0.1.0
 */
public enum CallPhase {
    /** Before the transport: validating the request, obtaining a token, waiting for a permit. */
    PREPARE("preparing the request"),
    /** Waiting for a connection from the pool. */
    POOL_ACQUIRE("waiting for a pooled connection"),
    /** Looking up the host's address. */
    RESOLVE("resolving the host"),
    /** Opening the TCP connection. */
    CONNECT("connecting"),
    /** The TLS handshake. */
    TLS("the TLS handshake"),
    /** Writing the request. It is incomplete, so the platform cannot have started. */
    SEND("sending the request"),
    /** The last byte of the request was written: the platform may have it, and no response has arrived. */
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
