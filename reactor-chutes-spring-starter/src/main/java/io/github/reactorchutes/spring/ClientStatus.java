package io.github.reactorchutes.spring;

import io.github.reactorchutes.ConnectionStats;
import io.github.reactorchutes.exchange.Quota;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a client's status. Reading it makes no call, and it contains no secrets. Not for implementation by
 * applications: methods may be added.
 *
 * @since 0.1.0
 */
public interface ClientStatus {

    /** {@return the URLs of the known endpoints by endpoint name} */
    Map<String, URI> endpoints();

    /**
     * Return the states of the circuit breakers used so far.
     *
     * @return the states by breaker name; empty without breakers
     */
    Map<String, CircuitBreaker.State> circuitBreakers();

    /** {@return the current numbers of connections} */
    ConnectionStats connections();

    /** {@return the number of calls under way, including queued ones} */
    int callsUnderWay();

    /**
     * Return the number of free permits for concurrent calls.
     *
     * @return the number, or {@code null} without a limit
     */
    @Nullable
    Integer availablePermits();

    /** {@return the number of calls waiting for a permit, 0 without a limit} */
    int waitingForPermit();

    /** {@return the number of attempts waiting for the rate limiter, 0 without one} */
    int waitingForRate();

    /** {@return the names of the other clients with the same token, with which this one shares its limits} */
    Set<String> sharesLimitsWith();

    /**
     * Return when the last complete video was delivered.
     *
     * @return the time, or {@code null} if there was none
     */
    @Nullable
    Instant lastSuccess();

    /**
     * Return the last failure of a call.
     *
     * @return the failure, or {@code null} if no call has failed
     */
    @Nullable
    CallFailure lastFailure();

    /**
     * Return the account's quota according to the latest response that stated it.
     *
     * @return the quota, or {@code null} if no response stated it
     */
    @Nullable
    Quota quota();
}
