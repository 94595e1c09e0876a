package io.github.reactorchutes.spring.properties;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The health indicators of the clients.
 *
 * @since 0.1.0
 */
public final class HealthProperties {

    /** Probe to send to the platform. Never a paid call. */
    private Probe probe = Probe.NONE;

    /** Time for which the result of a probe is cached. */
    private Duration probeInterval = Duration.ofMinutes(1);

    /** Maximum wait for the response to a probe. */
    private Duration probeTimeout = Duration.ofSeconds(5);

    /** Troubles to report as DOWN instead of UNKNOWN. */
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

    /** The probe of the platform. */
    public enum Probe {
        /** No probe; health is derived from regular calls. */
        NONE,
        /** {@code GET /ping} without the token, which is free. */
        PING
    }

    /** The troubles of a client. */
    public enum Trouble {
        /** A circuit breaker is open. */
        CIRCUIT_OPEN,
        /** The last call got 401 or 403. */
        UNAUTHENTICATED,
        /** The account could not pay for the last call (402), and the quota has not reset yet. */
        QUOTA_EXCEEDED,
        /** The probe failed. */
        PROBE_FAILED
    }
}
