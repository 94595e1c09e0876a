package io.github.reactorchutes.test.spring;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;

/** Retries without the waits of production, so that a test of a cold start takes no minutes. */
final class ShortBackoffs {

    private static final String[] KINDS = {"not-reached", "capacity", "cold-start", "unknown-outcome"};

    private ShortBackoffs() {}

    /** Leave out the kinds of which the test sets anything, because a minimum must not exceed its maximum. */
    static MapPropertySource except(@Nullable PropertySource<?> test) {
        Map<String, Object> settings = new LinkedHashMap<>();
        for (String kind : KINDS) {
            String prefix = "chutes.retry." + kind + ".";
            if (!isSet(prefix, test)) {
                settings.put(prefix + "min-backoff", "10ms");
                settings.put(prefix + "max-backoff", "50ms");
            }
        }
        return new MapPropertySource("chutesEmulatorBackoffs", settings);
    }

    private static boolean isSet(String prefix, @Nullable PropertySource<?> test) {
        return test instanceof EnumerablePropertySource<?> properties
                && Arrays.stream(properties.getPropertyNames()).anyMatch(name -> name.startsWith(prefix));
    }
}
