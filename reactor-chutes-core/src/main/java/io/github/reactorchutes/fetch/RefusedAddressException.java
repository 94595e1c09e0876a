package io.github.reactorchutes.fetch;

import java.io.IOException;

/** Signals that a host's addresses must not be connected to. */
final class RefusedAddressException extends IOException {

    private static final long serialVersionUID = 1L;

    RefusedAddressException(String problem) {
        super(problem);
    }
}
