package io.github.reactorchutes.transport;

/** Why the client ends calls that nobody cancelled. */
enum Interruption {
    CLIENT_CLOSED("the client was closed"),
    LOOP_SHUT_DOWN("the event loop was shut down");

    private final String description;

    Interruption(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }
}
