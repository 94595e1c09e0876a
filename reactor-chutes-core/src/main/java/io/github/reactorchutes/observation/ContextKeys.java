package io.github.reactorchutes.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an observation, sorted. Micrometer keeps them in maps, whose content the handlers copy and sort at each
 * event, which would be the main cost of an observed call.
 */
final class ContextKeys {

    private KeyValues values = KeyValues.empty();

    /** Merged when they are read: without a tracer, nobody reads the keys of high cardinality. */
    private KeyValues more = KeyValues.empty();

    synchronized KeyValues all() {
        merge();
        return values;
    }

    synchronized void add(KeyValues next) {
        merge();
        more = next;
    }

    private void merge() {
        if (!more.equals(KeyValues.empty())) {
            values = values.equals(KeyValues.empty()) ? more : values.and(more);
            more = KeyValues.empty();
        }
    }

    synchronized void add(KeyValue one) {
        values = all().and(one);
    }

    synchronized void remove(String key) {
        values = KeyValues.of(
                all().stream().filter(value -> !value.getKey().equals(key)).toList());
    }

    @Nullable
    KeyValue get(String key) {
        for (KeyValue value : all()) {
            if (value.getKey().equals(key)) {
                return value;
            }
        }
        return null;
    }
}
