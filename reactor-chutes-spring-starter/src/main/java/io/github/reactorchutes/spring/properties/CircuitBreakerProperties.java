package io.github.reactorchutes.spring.properties;

import java.time.Duration;

/**
 * The circuit breakers of a client.
 *
 * @since 0.1.0
 */
public final class CircuitBreakerProperties {

    /** Whether to use circuit breakers. */
    private boolean enabled = true;

    /** Calls that share a breaker. */
    private Scope scope = Scope.ENDPOINT;

    /** Number of recent calls in the failure statistics. */
    private int slidingWindowSize = 20;

    /** Minimum number of calls before the breaker can open. */
    private int minimumNumberOfCalls = 10;

    /** Percentage of failed calls at which the breaker opens. */
    private float failureRateThreshold = 50;

    /** Time to the first byte above which a call counts as slow. */
    private Duration slowCallDurationThreshold = Duration.ofHours(1);

    /** Percentage of slow calls at which the breaker opens. */
    private float slowCallRateThreshold = 100;

    /** Time an open breaker rejects calls before it half-opens. */
    private Duration waitDurationInOpenState = Duration.ofSeconds(30);

    /** Number of trial calls of a half-open breaker. */
    private int permittedCallsInHalfOpenState = 2;

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public Scope getScope() {
        return scope;
    }

    public void setScope(Scope scope) {
        this.scope = scope;
    }

    public int getSlidingWindowSize() {
        return slidingWindowSize;
    }

    public void setSlidingWindowSize(int slidingWindowSize) {
        this.slidingWindowSize = slidingWindowSize;
    }

    public int getMinimumNumberOfCalls() {
        return minimumNumberOfCalls;
    }

    public void setMinimumNumberOfCalls(int minimumNumberOfCalls) {
        this.minimumNumberOfCalls = minimumNumberOfCalls;
    }

    public float getFailureRateThreshold() {
        return failureRateThreshold;
    }

    public void setFailureRateThreshold(float failureRateThreshold) {
        this.failureRateThreshold = failureRateThreshold;
    }

    public Duration getSlowCallDurationThreshold() {
        return slowCallDurationThreshold;
    }

    public void setSlowCallDurationThreshold(Duration slowCallDurationThreshold) {
        this.slowCallDurationThreshold = slowCallDurationThreshold;
    }

    public float getSlowCallRateThreshold() {
        return slowCallRateThreshold;
    }

    public void setSlowCallRateThreshold(float slowCallRateThreshold) {
        this.slowCallRateThreshold = slowCallRateThreshold;
    }

    public Duration getWaitDurationInOpenState() {
        return waitDurationInOpenState;
    }

    public void setWaitDurationInOpenState(Duration waitDurationInOpenState) {
        this.waitDurationInOpenState = waitDurationInOpenState;
    }

    public int getPermittedCallsInHalfOpenState() {
        return permittedCallsInHalfOpenState;
    }

    public void setPermittedCallsInHalfOpenState(int permittedCallsInHalfOpenState) {
        this.permittedCallsInHalfOpenState = permittedCallsInHalfOpenState;
    }

    /** The calls that share a breaker. */
    public enum Scope {
        /** One breaker per endpoint, so that a failing chute does not block the others. */
        ENDPOINT,
        /** One breaker for all endpoints of a client. */
        CLIENT
    }
}
