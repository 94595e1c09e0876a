package io.github.reactorchutes.observation;

import io.github.reactorchutes.request.Endpoint;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Bounds the number of endpoint names, which applications may generate. */
final class EndpointNames {

    static final int MAX = 100;

    private static final String OTHER = "other";

    private final Map<String, String> known = new ConcurrentHashMap<>();

    String of(Endpoint endpoint) {
        String name = endpoint.name();
        return known.containsKey(name) || isAdded(name) ? name : OTHER;
    }

    private synchronized boolean isAdded(String name) {
        if (known.size() >= MAX) {
            return false;
        }
        known.put(name, name);
        return true;
    }
}
