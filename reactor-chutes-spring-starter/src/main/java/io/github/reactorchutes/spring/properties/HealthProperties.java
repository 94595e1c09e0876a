package io.github.reactorchutes.spring.properties;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the health endpoint says.
 *
 * @since 0.1.0
 */
public final class HealthProperties {

    /** What is asked of the platform. Never a paid call. */
    private Probe probe = Probe.NONE;

    /** Time for which the answer of a probe is used. */
    private Duration probeInterval = Duration.ofMinutes(1);

    /** Longest wait for the answer of a probe. */
    private Duration probeTimeout = Duration.ofSeconds(5);

    /** Troubles that are reported as DOWN instead of UNKNOWN. */
    private Set<Trouble> downOn = new LinkedHashSet<>();

    public Probe getProbe() {
        return probe;
    }

    public void setProbe(Probe probe) {
        this.probe = probe;
    }

    public Duration getProbeInterval() {
        return probeInterval;
    }

    public void setProbeInterval(Duration probeInterval) {
        this.probeInterval = probeInterval;
    }

    public Duration getProbeTimeout() {
        return probeTimeout;
    }

    public void setProbeTimeout(Duration probeTimeout) {
        this.probeTimeout = probeTimeout;
    }

    public Set<Trouble> getDownOn() {
        return downOn;
    }

    public void setDownOn(Set<Trouble> downOn) {
        this.downOn = downOn;
    }

    /** What is asked of the platform. */
    public enum Probe {
        /** Nothing: health is told from the calls that were made anyway. */
        NONE,
        /** {@code GET /ping} without the token, which is free. */
        PING
    }

    /** What can be wrong. */
    public enum Trouble {
        /** A circuit breaker is open. */
        CIRCUIT_OPEN,
        /** The last call was answered 401 or 403. */
        UNAUTHORIZED,
        /** The last call was answered 402, and the quota is not reset yet. */
        QUOTA_EXCEEDED,
        /** The probe was not answered. */
        PROBE_FAILED
    }
}
