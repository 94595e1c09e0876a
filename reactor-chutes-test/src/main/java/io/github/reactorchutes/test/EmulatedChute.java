package io.github.reactorchutes.test;

import io.github.reactorchutes.test.chute.ChuteSpec;
import io.github.reactorchutes.test.chute.CordSpec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A chute of a running emulator. What a test changes lasts until the emulator is reset.
 *
 * <p><strong>Threading.</strong> All methods may be called from any thread. A change affects the requests that the emulator
 * reads after it.
 *
 * @since 0.1.0
 */
public final class EmulatedChute {

    private static final WarmUpScript UNTIL_HOT = new WarmUpScript(WarmUpFault.END, -1);

    private final ChuteSpec spec;
    private final Duration usualStart;
    private final Queue<WarmUpScript> warmUps = new ArrayDeque<>();
    private Duration startTime;
    private @Nullable ColdStart start;
    private int coldStarts;
    private boolean listed;
    private boolean enabled;
    private int instances;
    private double usdPerHour;
    private int generations;

    EmulatedChute(ChuteSpec spec, Duration usualStart) {
        this.spec = spec;
        this.usualStart = usualStart;
        this.startTime = usualStart;
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
     * Stop all instances. Calls get 503, and the first call or warm-up begins a start, which takes
     * {@link ChutesEmulator.Builder#coldStart}.
     *
     * @return this chute
     */
    public EmulatedChute cold() {
        return cold(usualStart);
    }

    /**
     * Stop all instances. Calls get 503, and the first call or warm-up begins a start.
     *
     * @param start how long the start takes
     * @return this chute
     */
    public synchronized EmulatedChute cold(Duration start) {
        startTime = start;
        return hot(0);
    }

    /**
     * Let the next warm-up fail. Called repeatedly, this scripts one warm-up after another.
     *
     * @param fault what goes wrong
     * @param events after how many events, unless the chute is hot before
     * @return this chute
     */
    public synchronized EmulatedChute failNextWarmUp(WarmUpFault fault, int events) {
        warmUps.add(new WarmUpScript(fault, events));
        return this;
    }

    /**
     * Run one instance, without a start.
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
        start = null;
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
        if (start != null && start.isOver()) {
            hot();
        }
        return instances;
    }

    /** {@return how many cold starts calls and warm-ups began since the emulator's start or reset} */
    public synchronized int coldStarts() {
        return coldStarts;
    }

    /** {@return how many calls were generated since the emulator's start or reset, without rejected and scripted ones} */
    public synchronized int generations() {
        return generations;
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
        generations++;
    }

    /** Begin a start if the chute is cold, and return whether it is hot. */
    synchronized boolean awaken() {
        boolean hot = instances() > 0;
        if (!hot && start == null) {
            start = new ColdStart(startTime);
            coldStarts++;
        }
        return hot;
    }

    synchronized WarmUpScript nextWarmUp() {
        WarmUpScript next = warmUps.poll();
        return next == null ? UNTIL_HOT : next;
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
        startTime = usualStart;
        hot(spec.instances());
        coldStarts = 0;
        warmUps.clear();
        usdPerHour = spec.usdPerHour();
        generations = 0;
    }

    @Override
    public String toString() {
        return "EmulatedChute[" + name() + "]";
    }

    /**
     * How a warm-up fails.
     *
     * @param fault what goes wrong
     * @param events after how many events; negative for never
     */
    record WarmUpScript(WarmUpFault fault, int events) {}
}
