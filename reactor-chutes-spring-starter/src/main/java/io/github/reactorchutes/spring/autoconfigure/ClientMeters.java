package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.observation.ChutesAccountMetrics;
import io.github.reactorchutes.observation.ChutesClientMetrics;
import io.github.reactorchutes.observation.ChutesMeterDocumentation.Keys;
import io.github.reactorchutes.observation.ChutesResilienceMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;

/**
 * Gauges of the clients, also of those that are not observed, because a gauge costs nothing per call. The application
 * binds the breakers and limiters in its registries.
 */
final class ClientMeters implements MeterBinder {

    private final Map<String, ManagedClient> clients;

    private final Registries registries;

    ClientMeters(Map<String, ManagedClient> clients, Registries registries) {
        this.clients = clients;
        this.registries = registries;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        clients.forEach((name, client) -> bind(client, Tags.of(Keys.CLIENT.asString(), name), registry));
        if (!clients.isEmpty()) {
            privateRegistries().bindTo(registry);
        }
    }

    private static void bind(ManagedClient client, Tags tags, MeterRegistry registry) {
        new ChutesClientMetrics(client.client(), tags).bindTo(registry);
        AccountWatch account = client.account();
        if (account != null) {
            new ChutesAccountMetrics(account::latest, tags).bindTo(registry);
        }
        new ChutesResilienceMetrics(tags).filters(client.limits().filters()).bindTo(registry);
    }

    private ChutesResilienceMetrics privateRegistries() {
        ChutesResilienceMetrics own = new ChutesResilienceMetrics(Tags.empty());
        if (registries.circuitBreakers().isPrivate()) {
            own.circuitBreakers(registries.circuitBreakers().registry());
        }
        if (registries.rateLimiters().isPrivate()) {
            own.rateLimiters(registries.rateLimiters().registry());
        }
        return own;
    }
}
