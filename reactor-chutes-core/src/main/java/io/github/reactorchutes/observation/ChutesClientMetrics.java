package io.github.reactorchutes.observation;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.ConnectionStats;
import io.github.reactorchutes.observation.ChutesMeterDocumentation.Keys;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToIntFunction;

/**
 * Binds gauges of a client's connections: active, idle and pending. Holds the client with a weak reference.
 *
 * @since 0.1.0
 */
public final class ChutesClientMetrics implements MeterBinder {

    private final ChutesClient client;

    private final Tags tags;

    /**
     * Create the binder of a client.
     *
     * @param client the client whose connections are counted
     * @param tags the tags that distinguish the client from others in the same registry
     */
    public ChutesClientMetrics(ChutesClient client, Iterable<Tag> tags) {
        this.client = client;
        this.tags = Tags.of(tags);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bind("active", ConnectionStats::active, registry);
        bind("idle", ConnectionStats::idle, registry);
        bind("pending", ConnectionStats::pending, registry);
    }

    private void bind(String state, ToIntFunction<ConnectionStats> number, MeterRegistry registry) {
        Gauge.builder(
                        ChutesMeterDocumentation.CONNECTIONS.getName(),
                        client,
                        bound -> number.applyAsInt(bound.connectionStats()))
                .description(ChutesMeterDocumentation.CONNECTIONS.description())
                .baseUnit(ChutesMeterDocumentation.CONNECTIONS.getBaseUnit())
                .tags(tags.and(Keys.STATE.asString(), state))
                .register(registry);
    }
}
