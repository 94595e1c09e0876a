package io.github.reactorchutes.test;

/** What becomes of the connection after the last step of a reply. */
enum Ending {
    KEEP,
    CLOSE,
    /** Closes the sending side and discards what still arrives. */
    LINGER,
    RESET,
    /** Leaves everything as it is until the client ends it. */
    STALL
}
