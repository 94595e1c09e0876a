package io.github.reactorchutes.observation;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The meters that were used before. Finding one in its registry means building its id, which costs more than recording.
 *
 * @param <K> what tells the meters apart
 */
final class MeterCache<K> {

    private final Map<K, Meter> meters = new ConcurrentHashMap<>();

    MeterCache(MeterRegistry registry) {
        registry.config().onMeterRemoved(removed -> meters.values().removeIf(removed::equals));
    }

    /** Return a meter, whose type is that of the builder for all equal keys. */
    @SuppressWarnings("unchecked")
    <M extends Meter> M get(K key, Function<K, M> build) {
        Meter known = meters.get(key);
        // look first: computing locks, even if the meter exists
        return (M) (known == null ? meters.computeIfAbsent(key, build) : known);
    }
}
