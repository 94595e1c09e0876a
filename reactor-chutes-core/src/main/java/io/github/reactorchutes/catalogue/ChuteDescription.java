package io.github.reactorchutes.catalogue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A chute as the platform's catalogue describes it. Whatever the catalogue does not state is {@code null}, empty or
 * {@code false}.
 *
 * @since 0.1.0
 */
public final class ChuteDescription {

    private final @Nullable String id;
    private final String name;
    private final @Nullable String slug;
    private final String tagline;
    private final boolean open;
    private final boolean hot;
    private final @Nullable Integer instances;
    private final @Nullable BigDecimal pricePerHour;
    private final List<Cord> cords;

    ChuteDescription(ChuteParser.Draft draft) {
        this.id = draft.id;
        this.name = draft.name;
        this.slug = draft.slug;
        this.tagline = draft.tagline;
        this.open = draft.open;
        this.hot = draft.hot;
        this.instances = draft.instances;
        this.pricePerHour = draft.pricePerHour;
        this.cords = List.copyOf(draft.cords);
    }

    /** {@return the platform's id, a UUID, or {@code null}} */
    public @Nullable String id() {
        return id;
    }

    /** {@return the name, such as {@code wan2.1-14b}; the slug or the id if it has none} */
    public String name() {
        return name;
    }

    /** {@return the first label of its host, such as {@code chutes-wan2-1-14b}, or {@code null} if it cannot be called} */
    public @Nullable String slug() {
        return slug;
    }

    /** {@return a line about it; may be empty} */
    public String tagline() {
        return tagline;
    }

    /** {@return whether everybody can call it} */
    public boolean isPublic() {
        return open;
    }

    /** {@return whether an instance is up, so that a call is not answered with a cold start} */
    public boolean isHot() {
        return hot;
    }

    /** {@return the number of instances that are up, or {@code null} if it is not stated} */
    public @Nullable Integer instances() {
        return instances;
    }

    /** {@return the estimated price of an hour of computation in US dollars, or {@code null} if it is not stated} */
    public @Nullable BigDecimal pricePerHour() {
        return pricePerHour;
    }

    /** {@return its cords in the order of the catalogue; unmodifiable} */
    public List<Cord> cords() {
        return cords;
    }

    /**
     * Return the cord with this path or name.
     *
     * @param pathOrName such as {@code /generate} or {@code generate}
     * @return the cord
     * @throws IllegalArgumentException if there is none; the message lists those that there are
     */
    public Cord cord(String pathOrName) {
        Objects.requireNonNull(pathOrName, "pathOrName");
        return find(pathOrName)
                .orElseThrow(() -> new IllegalArgumentException("cord must be one of " + paths() + " of " + name));
    }

    private Optional<Cord> find(String pathOrName) {
        String path = pathOrName.startsWith("/") ? pathOrName : "/" + pathOrName;
        Optional<Cord> exact =
                cords.stream().filter(cord -> cord.path().equals(path)).findFirst();
        return exact.isPresent()
                ? exact
                : cords.stream().filter(cord -> cord.name().equals(pathOrName)).findFirst();
    }

    private String paths() {
        return cords.isEmpty()
                ? "none"
                : String.join(", ", cords.stream().map(Cord::path).toList());
    }

    /** {@return the slug, or else the name} */
    @Override
    public String toString() {
        return slug == null ? name : slug;
    }
}
