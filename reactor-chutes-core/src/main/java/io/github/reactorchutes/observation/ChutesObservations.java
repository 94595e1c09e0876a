package io.github.reactorchutes.observation;

import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Observes calls with a Micrometer {@link ObservationRegistry}: an observation for each call, from subscription to the
 * end of its body, and one inside it for each attempt. What is made of them, timers, spans or logs, is up to the
 * registry's handlers; {@link ChutesMeterObservationHandler} makes the further meters.
 *
 * <pre>{@code
 * ChutesClient client = ChutesClient.builder()
 *         .apiToken(token)
 *         .filters(Resilience.defaults())
 *         .filters(ChutesObservations.of(observationRegistry))
 *         .build();
 * }</pre>
 *
 * <p>Add it before, between or after other filters, once: it is around all of them for a call, inside all of them for an
 * attempt, and measures the waits of the concurrency and rate limits among them.
 *
 * <p>The parent of a call is the observation in its Reactor Context, otherwise the thread's. Inside, the Reactor Context
 * holds the call's, and within an attempt the attempt's. No scope stays open and no hook is installed.
 *
 * @since 0.1.0
 */
public final class ChutesObservations {

    private ChutesObservations() {}

    /**
     * Observe calls by the default conventions.
     *
     * @param registry the registry; while it has no handler, calls pass through without cost
     * @return what changes a client's list of filters
     */
    public static Consumer<List<VideoExchangeFilter>> of(ObservationRegistry registry) {
        return builder(registry).build();
    }

    /**
     * Begin a choice of names and conventions.
     *
     * @param registry the registry
     * @return a builder with the default conventions
     */
    public static Builder builder(ObservationRegistry registry) {
        return new Builder(registry, true);
    }

    /** Begin with a registry of this library's own, which no trace knows. */
    static Builder untraced(ObservationRegistry registry) {
        return new Builder(registry, false);
    }

    private static void add(List<VideoExchangeFilter> filters, ObservationSettings settings) {
        if (filters.stream().anyMatch(CallObservationFilter.class::isInstance)) {
            throw new IllegalStateException("the calls of this client are observed already: add ChutesObservations or"
                    + " ChutesMetrics, once");
        }
        filters.add(new CallObservationFilter(settings));
        filters.add(new AttemptObservationFilter(settings));
    }

    /**
     * Chooses names and conventions. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final ObservationRegistry registry;

        private final boolean traced;

        private String client = "default";

        private @Nullable ChutesCallObservationConvention callConvention;

        private @Nullable ChutesAttemptObservationConvention attemptConvention;

        private Builder(ObservationRegistry registry, boolean traced) {
            this.registry = Objects.requireNonNull(registry, "registry");
            this.traced = traced;
        }

        /**
         * Name the client, to tell it from others of the same registry. Several clients need a choice each.
         *
         * @param name the name, of low cardinality; {@code default} without one
         * @return this builder
         */
        public Builder clientName(String name) {
            this.client = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Name the observations of calls otherwise.
         *
         * @param convention the convention
         * @return this builder
         */
        public Builder callConvention(ChutesCallObservationConvention convention) {
            this.callConvention = Objects.requireNonNull(convention, "convention");
            return this;
        }

        /**
         * Name the observations of attempts otherwise.
         *
         * @param convention the convention
         * @return this builder
         */
        public Builder attemptConvention(ChutesAttemptObservationConvention convention) {
            this.attemptConvention = Objects.requireNonNull(convention, "convention");
            return this;
        }

        /**
         * Make the filters.
         *
         * @return what adds them to a client's list of filters; throws {@link IllegalStateException} if the calls of that
         *     list are observed already
         */
        public Consumer<List<VideoExchangeFilter>> build() {
            ObservationSettings settings = new ObservationSettings(
                    registry,
                    client,
                    traced,
                    callConvention,
                    attemptConvention,
                    new DefaultChutesCallObservationConvention(),
                    new DefaultChutesAttemptObservationConvention());
            return filters -> add(filters, settings);
        }
    }
}
