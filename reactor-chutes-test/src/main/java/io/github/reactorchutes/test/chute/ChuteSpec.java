package io.github.reactorchutes.test.chute;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A chute of the catalogue, as an emulator starts with it: listed, enabled and hot with one instance unless changed.
 * Immutable: each method that changes something returns a new chute.
 *
 * @since 0.1.0
 */
public final class ChuteSpec {

    private static final double USD_PER_HOUR = 1;

    private final Facts facts;

    private ChuteSpec(Facts facts) {
        this.facts = facts;
    }

    /**
     * Describe a chute without cords.
     *
     * @param name the name in the catalogue, such as {@code studio/painter}; the slug follows from it
     * @return the chute
     */
    public static ChuteSpec named(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be blank");
        }
        Facts facts = new Facts();
        facts.name = name;
        facts.slug = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        facts.id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
        return new ChuteSpec(facts);
    }

    /**
     * Replace the id.
     *
     * @param id a UUID
     * @return the new chute
     */
    public ChuteSpec withId(String id) {
        return with(copy -> copy.id = UUID.fromString(id).toString());
    }

    /**
     * Replace the slug: the first segment of the path that invokes the chute, or the first label of its host.
     *
     * @param slug of {@code a-z 0-9 -}
     * @return the new chute
     */
    public ChuteSpec withSlug(String slug) {
        if (!slug.matches("[a-z0-9][a-z0-9-]*")) {
            throw new IllegalArgumentException("slug must consist of a-z, 0-9 and - but was " + slug);
        }
        return with(copy -> copy.slug = slug);
    }

    /**
     * Set the line that describes the chute.
     *
     * @param tagline any text
     * @return the new chute
     */
    public ChuteSpec withTagline(String tagline) {
        return with(copy -> copy.tagline = tagline);
    }

    /**
     * Add a cord.
     *
     * @param cord its path, input and medium
     * @return the new chute
     */
    public ChuteSpec withCord(CordSpec cord) {
        return with(copy ->
                copy.cords = Stream.concat(copy.cords.stream(), Stream.of(cord)).toList());
    }

    /**
     * Set the price (default 1 dollar).
     *
     * @param usd dollars per hour, zero or more
     * @return the new chute
     */
    public ChuteSpec withUsdPerHour(double usd) {
        return with(copy -> copy.usdPerHour = usd);
    }

    /**
     * Set the number of running instances (default 1).
     *
     * @param count zero or more; zero is cold
     * @return the new chute
     */
    public ChuteSpec withInstances(int count) {
        return with(copy -> copy.instances = count);
    }

    /**
     * Start without an instance, so that the first call begins a cold start.
     *
     * @return the new chute
     */
    public ChuteSpec cold() {
        return withInstances(0);
    }

    /**
     * Start switched off.
     *
     * @return the new chute
     */
    public ChuteSpec disabled() {
        return with(copy -> copy.enabled = false);
    }

    /**
     * Start outside the catalogue, as if the chute were gone.
     *
     * @return the new chute
     */
    public ChuteSpec delisted() {
        return with(copy -> copy.listed = false);
    }

    /**
     * Make the chute asynchronous: a call starts an operation and gets 202. It has no instances, so it is never cold.
     *
     * @return the new chute
     */
    public ChuteSpec external() {
        return with(copy -> {
            copy.external = true;
            copy.instances = 0;
        });
    }

    /** {@return the UUID} */
    public String id() {
        return facts.id;
    }

    /** {@return the name} */
    public String name() {
        return facts.name;
    }

    /** {@return the slug} */
    public String slug() {
        return facts.slug;
    }

    /** {@return the line that describes the chute} */
    public String tagline() {
        return facts.tagline;
    }

    /** {@return the cords, in the order in which they were added} */
    public List<CordSpec> cords() {
        return facts.cords;
    }

    /** {@return the price in dollars per hour} */
    public double usdPerHour() {
        return facts.usdPerHour;
    }

    /** {@return how many instances run at the start} */
    public int instances() {
        return facts.instances;
    }

    /** {@return whether the chute is switched on at the start} */
    public boolean isEnabled() {
        return facts.enabled;
    }

    /** {@return whether calls start operations} */
    public boolean isExternal() {
        return facts.external;
    }

    /** {@return whether the catalogue has the chute at the start} */
    public boolean isListed() {
        return facts.listed;
    }

    private ChuteSpec with(Consumer<Facts> change) {
        Facts copy = facts.copy();
        change.accept(copy);
        return new ChuteSpec(copy);
    }

    @Override
    public String toString() {
        return "ChuteSpec[" + facts.name + ", " + facts.cords + "]";
    }

    /** Written only between {@link #copy()} and the end of {@link #with}. */
    private static final class Facts implements Cloneable {

        private String id = "";
        private String name = "";
        private String slug = "";
        private String tagline = "";
        private List<CordSpec> cords = List.of();
        private double usdPerHour = USD_PER_HOUR;
        private int instances = 1;
        private boolean enabled = true;
        private boolean listed = true;
        private boolean external;

        private Facts copy() {
            try {
                return (Facts) clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
