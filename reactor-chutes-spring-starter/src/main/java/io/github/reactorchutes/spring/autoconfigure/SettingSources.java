package io.github.reactorchutes.spring.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/** The property sources of the application, which find a setting in any spelling and know where it is set. */
final class SettingSources {

    private final Environment environment;

    SettingSources(Environment environment) {
        this.environment = environment;
    }

    Binder binder() {
        return Binder.get(environment);
    }

    /** Return the setting that takes effect, or the first element of an indexed list. */
    @Nullable
    ConfigurationProperty find(ConfigurationPropertyName name) {
        ConfigurationProperty single = findExactly(name);
        return single == null ? findExactly(name.append("[0]")) : single;
    }

    private @Nullable ConfigurationProperty findExactly(ConfigurationPropertyName name) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty found = source.getConfigurationProperty(name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Return any setting below a name. */
    @Nullable
    ConfigurationProperty findBelow(ConfigurationPropertyName name) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource iterable) {
                ConfigurationPropertyName below =
                        iterable.stream().filter(name::isAncestorOf).findFirst().orElse(null);
                if (below != null) {
                    return source.getConfigurationProperty(below);
                }
            }
        }
        return null;
    }

    /** Describe where a setting is set, as Boot does. */
    static String origin(String name, @Nullable Origin origin) {
        return "%n%n    Property: %s%n    Origin: %s".formatted(name, origin);
    }
}
