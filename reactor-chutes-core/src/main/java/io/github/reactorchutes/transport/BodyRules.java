package io.github.reactorchutes.transport;

import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesBodyException.Reason;
import io.github.reactorchutes.exchange.Deadline;
import io.github.reactorchutes.request.Endpoint;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The rules for the body of one response. */
record BodyRules(
        Endpoint endpoint,
        @Nullable String invocationId,
        long contentLength,
        @Nullable BooleanSupplier endAnnounced,
        Duration idleTimeout,
        Duration consumerIdleTimeout,
        @Nullable Deadline deadline,
        boolean verifyVideo) {

    ChutesBodyException failure(Reason reason, long bytesReceived, String message, @Nullable Throwable cause) {
        return new ChutesBodyException(endpoint, reason, bytesReceived, invocationId, message, cause);
    }
}
