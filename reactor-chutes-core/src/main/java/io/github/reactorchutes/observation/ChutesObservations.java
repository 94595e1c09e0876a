package io.github.reactorchutes.observation;

import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Observes calls with a Micrometer {@link ObservationRegistry}. Each call has an observation from subscription to the
 * end of its body, with a nested one for each attempt. The registry's handlers turn them into timers, spans or logs.
 * {@link ChutesMeterObservationHandler} records further meters.
 *
 * <pre>{@code
 * ChutesClient client = ChutesClient.builder()
 *         .apiToken(token)
 *         .filters(Resilience.defaults())
 *         .filters(ChutesObservations.of(observationRegistry))
 *         .build();
 * }</pre>
 *
 * <p>Add it once to each client, before, between or after other filters. The observation of a call always includes all
 * filters, and that of an attempt none. It also measures the waits for permits of the concurrency and rate limits.
 *
 * <p>The parent of a call is the observation in its Reactor Context, or otherwise the current one of the thread. Inner
 * filters find the call's observation in the Reactor Context, and within an attempt the attempt's. No scope stays open
 * and no hook is installed.
 *
 * @since 0.1.0
 */
public final class ChutesObservations {

    private ChutesObservations() {}

    /**
     * Observe calls with the default conventions.
     *
     * @param registry the registry; without a handler, observation costs nothing
     * @return a change to a client's filter list
     */
    public static Consumer<List<VideoExchangeFilter>> of(ObservationRegistry registry) {
        return builder(registry).build();
    }

    /**
     * Return a builder for other names and conventions.
     *
     * @param registry the registry
     * @return a builder with the default conventions
     */
    public static Builder builder(ObservationRegistry registry) {
        return new Builder(registry, true);
    }

    /** Return a builder with a private registry, which takes no part in traces. */
    static Builder untraced(ObservationRegistry registry) {
        return new Builder(registry, false);
    }

    private static void add(List<VideoExchangeFilter> filters, ObservationSettings settings) {
        if (filters.stream().anyMatch(CallObservationFilter.class::isInstance)) {
            throw new IllegalStateException("the calls of this client are already observed: add ChutesObservations or"
                    + " ChutesMetrics only once");
        }
        filters.add(new CallObservationFilter(settings));
        filters.add(new AttemptObservationFilter(settings));
    }

    /**
     * Builds with other names and conventions. Not thread-safe.
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
         * Set the name that distinguishes the client from others in the same registry. Each client needs its own result
         * of {@link #build()}.
         *
         * @param name the name, of low cardinality. Default: {@code default}
         * @return this builder
         */
        public Builder clientName(String name) {
            this.client = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Set the convention for calls.
         *
         * @param convention the convention
         * @return this builder
         */
        public Builder callConvention(ChutesCallObservationConvention convention) {
            this.callConvention = Objects.requireNonNull(convention, "convention");
            return this;
        }

        /**
         * Set the convention for attempts.
         *
         * @param convention the convention
         * @return this builder
         */
        public Builder attemptConvention(ChutesAttemptObservationConvention convention) {
            this.attemptConvention = Objects.requireNonNull(convention, "convention");
            return this;
        }

        /**
         * Build the filters.
         *
         * @return a change to a client's filter list; throws {@link IllegalStateException} if the list already contains
         *     an observation
         */
        public Consumer<List<VideoExchangeFilter>> build() {
            ChutesCallObservationConvention ofCalls = new DefaultChutesCallObservationConvention();
            ChutesAttemptObservationConvention ofAttempts = new DefaultChutesAttemptObservationConvention();
            ObservationSettings settings = new ObservationSettings(
                    registry,
                    client,
                    traced,
                    GuardedConvention.of(callConvention, ofCalls),
                    GuardedConvention.of(attemptConvention, ofAttempts),
                    ofCalls,
                    ofAttempts);
            return filters -> add(filters, settings);
        }
    }
}
