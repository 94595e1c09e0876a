package io.github.reactorchutes.observation;

import io.github.reactorchutes.observation.ChutesObservationDocumentation.LowCardinalityKeyNames;
import io.github.reactorchutes.request.Endpoint;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys with which observations begin, created once for each endpoint. Applications may generate endpoint names, so
 * their number is bounded.
 */
final class NameKeys {

    static final int MAX = 100;

    private static final String OTHER = "other";

    private final Map<String, Start> starts = new ConcurrentHashMap<>();

    private final KeyValue[] more;

    /**
     * Create the keys of a convention.
     *
     * @param more the keys besides those of the client and of the endpoint
     */
    NameKeys(KeyValue... more) {
        this.more = more;
    }

    /** Conventions usually belong to one client; the keys of others are created anew. */
    KeyValues of(String client, Endpoint endpoint) {
        Start known = start(client, endpoint);
        return known.client.equals(client) ? known.keys : keys(client, known.endpoint);
    }

    String name(String client, Endpoint endpoint) {
        return start(client, endpoint).endpoint;
    }

    private Start start(String client, Endpoint endpoint) {
        Start known = starts.get(endpoint.name());
        return known == null ? added(client, endpoint.name()) : known;
    }

    private synchronized Start added(String client, String endpoint) {
        return starts.size() < MAX
                ? starts.computeIfAbsent(endpoint, name -> new Start(client, name, keys(client, name)))
                : starts.getOrDefault(endpoint, new Start(client, OTHER, keys(client, OTHER)));
    }

    private KeyValues keys(String client, String endpoint) {
        return KeyValues.of(
                        LowCardinalityKeyNames.CLIENT.withValue(client),
                        LowCardinalityKeyNames.ENDPOINT.withValue(endpoint))
                .and(more);
    }

    private record Start(String client, String endpoint, KeyValues keys) {}
}
