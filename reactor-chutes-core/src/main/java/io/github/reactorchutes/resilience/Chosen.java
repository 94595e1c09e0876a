package io.github.reactorchutes.resilience;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.request.Endpoint;
import java.util.Objects;
import java.util.function.Function;
import reactor.core.Exceptions;

/** Calls a function of the user that chooses an object for an endpoint. */
final class Chosen {

    private Chosen() {}

    /**
     * Return the chosen object, or throw {@link ChutesNotSentException}, because the call cannot be sent without it.
     */
    static <T> T by(Function<Endpoint, T> function, Endpoint endpoint, String what) {
        try {
            return Objects.requireNonNull(function.apply(endpoint), "null");
        } catch (Throwable failure) {
            Exceptions.throwIfJvmFatal(failure);
            String message = "choosing the " + what + " failed with "
                    + failure.getClass().getSimpleName();
            throw new ChutesNotSentException(endpoint, CallPhase.PREPARE, message, failure);
        }
    }
}
