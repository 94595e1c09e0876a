package io.github.reactorchutes.spring;

import io.github.reactorchutes.ConnectionStats;
import io.github.reactorchutes.exchange.Quota;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a client at one moment. It costs no call, and holds no secret. Ours to implement: methods may be
 * added.
 *
 * @since 0.1.0
 */
public interface ClientStatus {

    /**
     * Return where the known endpoints are.
     *
     * @return URLs by the endpoint's name
     */
    Map<String, URI> endpoints();

    /**
     * Return the states of the circuit breakers that were needed so far.
     *
     * @return states by the breaker's name, empty without breakers
     */
    Map<String, CircuitBreaker.State> circuitBreakers();

    /**
     * Return the connections.
     *
     * @return the numbers of this moment
     */
    ConnectionStats connections();

    /**
     * Return the calls under way, those that wait for their turn included.
     *
     * @return the number
     */
    int callsUnderWay();

    /**
     * Return the permits for concurrent calls that are free.
     *
     * @return the number, or {@code null} without a limit
     */
    @Nullable
    Integer availablePermits();

    /**
     * Return the calls that wait for a permit.
     *
     * @return the number, 0 without a limit
     */
    int waitingForPermit();

    /**
     * Return the attempts that wait for the rate limiter.
     *
     * @return the number, 0 without a limiter
     */
    int waitingForRate();

    /**
     * Return when the last whole video was delivered.
     *
     * @return the time, or {@code null} if none was yet
     */
    @Nullable
    Instant lastSuccess();

    /**
     * Return the last failure of a call.
     *
     * @return the failure, or {@code null} if no call failed yet
     */
    @Nullable
    CallFailure lastFailure();

    /**
     * Return the account's quota, as the last answer told it.
     *
     * @return the quota, or {@code null} if no answer did
     */
    @Nullable
    Quota quota();
}
