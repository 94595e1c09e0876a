package io.github.reactorchutes.test;

/** What happens to the connection after the last step of a reply. */
enum Ending {
    KEEP,
    CLOSE,
    /** Close the sending side and discard further input. */
    LINGER,
    RESET,
    /** Leave the connection open until the client closes it. */
    STALL
}
