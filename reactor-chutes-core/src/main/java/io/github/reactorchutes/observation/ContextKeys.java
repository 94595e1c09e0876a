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

    synchronized KeyValues all() {
        return values;
    }

    synchronized void add(KeyValues more) {
        values = values.equals(KeyValues.empty()) ? more : values.and(more);
    }

    synchronized void add(KeyValue one) {
        values = values.and(one);
    }

    synchronized void remove(String key) {
        values = KeyValues.of(
                values.stream().filter(value -> !value.getKey().equals(key)).toList());
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
