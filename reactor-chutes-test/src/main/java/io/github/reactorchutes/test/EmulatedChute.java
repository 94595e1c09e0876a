package io.github.reactorchutes.test;

import io.github.reactorchutes.test.chute.ChuteSpec;
import io.github.reactorchutes.test.chute.CordSpec;
import java.util.Optional;

/**
 * A chute of a running emulator. What a test changes lasts until the emulator is reset.
 *
 * <p><strong>Threading.</strong> All methods may be called from any thread. A change affects the requests that the emulator
 * reads after it.
 *
 * @since 0.1.0
 */
public final class EmulatedChute {

    private final ChuteSpec spec;
    private boolean listed;
    private boolean enabled;
    private int instances;
    private double usdPerHour;
    private int calls;

    EmulatedChute(ChuteSpec spec) {
        this.spec = spec;
        reset();
    }

    /** {@return the UUID} */
    public String id() {
        return spec.id();
    }

    /** {@return the name in the catalogue} */
    public String name() {
        return spec.name();
    }

    /** {@return the first segment of the path that invokes the chute, or the first label of its host} */
    public String slug() {
        return spec.slug();
    }

    /**
     * Remove the chute from the catalogue. Calls get 404, as for a chute that is gone.
     *
     * @return this chute
     */
    public synchronized EmulatedChute delist() {
        listed = false;
        return this;
    }

    /**
     * Switch the chute off. It stays in the catalogue, and calls get 503.
     *
     * @return this chute
     */
    public synchronized EmulatedChute disable() {
        enabled = false;
        return this;
    }

    /**
     * Stop all instances. Calls get 503, as on a cold start.
     *
     * @return this chute
     */
    public EmulatedChute cold() {
        return hot(0);
    }

    /**
     * Run one instance.
     *
     * @return this chute
     */
    public EmulatedChute hot() {
        return hot(1);
    }

    /**
     * Run a number of instances, as the catalogue shows them. The number of concurrent calls is limited by
     * {@link ChutesEmulator.Builder#concurrency} alone.
     *
     * @param count zero or more; zero is cold
     * @return this chute
     */
    public synchronized EmulatedChute hot(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count must be at least 0 but was " + count);
        }
        instances = count;
        return this;
    }

    /**
     * Set the price.
     *
     * @param usdPerHour dollars per hour, zero or more
     * @return this chute
     */
    public synchronized EmulatedChute price(double usdPerHour) {
        this.usdPerHour = usdPerHour;
        return this;
    }

    /** {@return how many instances run} */
    public synchronized int instances() {
        return instances;
    }

    /** {@return how many calls were generated since the emulator's start or reset, without rejected and scripted ones} */
    public synchronized int generations() {
        return calls;
    }

    synchronized boolean isListed() {
        return listed;
    }

    synchronized boolean isEnabled() {
        return enabled;
    }

    synchronized double usdPerHour() {
        return usdPerHour;
    }

    synchronized void generated() {
        calls++;
    }

    ChuteSpec spec() {
        return spec;
    }

    Optional<CordSpec> cord(String path) {
        return spec.cords().stream().filter(cord -> cord.path().equals(path)).findFirst();
    }

    synchronized void reset() {
        listed = spec.isListed();
        enabled = spec.isEnabled();
        instances = spec.instances();
        usdPerHour = spec.usdPerHour();
        calls = 0;
    }

    @Override
    public String toString() {
        return "EmulatedChute[" + name() + "]";
    }
}
