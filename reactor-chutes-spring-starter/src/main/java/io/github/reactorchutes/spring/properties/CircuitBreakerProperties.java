package io.github.reactorchutes.spring.properties;

import java.time.Duration;

/**
 * When to stop calling what keeps failing.
 *
 * @since 0.1.0
 */
public final class CircuitBreakerProperties {

    /** Whether to stop calling what keeps failing. */
    private boolean enabled = true;

    /** What shares a breaker. */
    private Scope scope = Scope.ENDPOINT;

    /** Number of the last calls that are judged. */
    private int slidingWindowSize = 20;

    /** Number of calls before anything is judged. */
    private int minimumNumberOfCalls = 10;

    /** Percentage of failed calls at which the breaker opens. */
    private float failureRateThreshold = 50;

    /** Time to the first byte above which a call counts as slow. */
    private Duration slowCallDurationThreshold = Duration.ofHours(1);

    /** Percentage of slow calls at which the breaker opens. */
    private float slowCallRateThreshold = 100;

    /** Time an open breaker refuses calls before it probes. */
    private Duration waitDurationInOpenState = Duration.ofSeconds(30);

    /** Number of calls that probe. */
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

    /** What shares a breaker. */
    public enum Scope {
        /** Each endpoint has its own: a chute that fails does not block the others. */
        ENDPOINT,
        /** All endpoints of a client. */
        CLIENT
    }
}
