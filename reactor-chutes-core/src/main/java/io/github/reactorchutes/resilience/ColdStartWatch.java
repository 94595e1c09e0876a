package io.github.reactorchutes.resilience;

import io.github.reactorchutes.request.Endpoint;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Waits until the platform has started an instance of a cold chute, without sending a call to it. Every client has one
 * and gives it to its {@link RetryFilter}; an application implements it only to take the news from somewhere else.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ColdStartWatch {

    /**
     * Wait until a chute is hot. Many calls may wait for the same chute at once: the watch asks the platform once for all of
     * them, and completes them one after the other.
     *
     * <p><b>When work starts.</b> On subscription.
     *
     * <p><b>Cancellation.</b> Ends the wait. The last one to leave ends the watch of the chute.
     *
     * <p><b>Errors.</b> Any error makes the filter continue with its backoff.
     *
     * @param endpoint the endpoint that answered that it is cold
     * @param chuteId the id of its chute, or {@code null} if the answer did not state it
     * @return a {@code Mono} that completes when it is this call's turn to try again
     */
    Mono<Void> untilHot(Endpoint endpoint, @Nullable String chuteId);
}
