package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.spring.properties.ChutesProperties;
import io.github.reactorchutes.spring.properties.ClientProperties;
import io.github.reactorchutes.spring.properties.EndpointProperties;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.Assert;

/** The settings of one client, including inherited ones. */
record ClientSettings(String name, ClientProperties properties, boolean ownsToken, boolean ownsUrl) {

    private static final String ROOT = "chutes";

    static ClientSettings ofDefault(ChutesProperties properties) {
        return new ClientSettings(ChutesClients.DEFAULT, properties, false, false);
    }

    static ClientSettings ofDefault(ChutesProperties properties, Environment environment) {
        bindKnownEndpoints(properties, ROOT, Binder.get(environment));
        return ofDefault(properties);
    }

    /**
     * Bind each named client twice, first the shared settings and then its own, so that its own value wins even if it
     * equals the default.
     */
    static List<ClientSettings> ofNamed(ChutesProperties properties, Environment environment) {
        if (properties.getClients().containsKey(ChutesClients.DEFAULT)) {
            throw new ConfigurationProblem(
                    "chutes.clients." + ChutesClients.DEFAULT + " has the name of the client that is set under chutes.",
                    "Move its settings to chutes, or give it another name.");
        }
        Binder binder = Binder.get(environment);
        List<ClientSettings> named = new ArrayList<>();
        properties.getClients().forEach((name, own) -> named.add(ofNamed(name, own, binder)));
        return named;
    }

    private static ClientSettings ofNamed(String name, ClientProperties own, Binder binder) {
        boolean ownsToken = own.getApiToken() != null || own.getTokenFile() != null;
        boolean ownsUrl = own.getBaseUrl() != null;
        ClientSettings settings = new ClientSettings(name, new ClientProperties(), ownsToken, ownsUrl);
        binder.bind(ROOT, Bindable.ofInstance(settings.properties));
        bindKnownEndpoints(settings.properties, ROOT, binder);
        settings.forgetWhatIsReplaced();
        binder.bind(settings.root(), Bindable.ofInstance(settings.properties));
        bindKnownEndpoints(settings.properties, settings.root(), binder);
        return settings;
    }

    /** Map keys bind exactly as written, but the names of known endpoints must bind as leniently as other settings. */
    private static void bindKnownEndpoints(ClientProperties properties, String root, Binder binder) {
        Map<String, EndpointProperties> endpoints = properties.getEndpoints();
        for (Endpoint known : Endpoint.known()) {
            String name = known.name();
            endpoints
                    .keySet()
                    .removeIf(key -> !key.equals(name) && canonical(key).equals(canonical(name)));
            binder.bind(root + ".endpoints." + name + ".url", URI.class)
                    .ifBound(url -> endpoints
                            .computeIfAbsent(name, absent -> new EndpointProperties())
                            .setUrl(url));
        }
    }

    private static String canonical(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    }

    /** An own token or base URL replaces both forms in which it can be inherited. */
    private void forgetWhatIsReplaced() {
        if (ownsToken) {
            properties.setApiToken(null);
            properties.setTokenFile(null);
        }
        if (ownsUrl) {
            Endpoint.known().forEach(known -> properties.getEndpoints().remove(known.name()));
        }
    }

    boolean isDefault() {
        return name.equals(ChutesClients.DEFAULT);
    }

    /** Return the full name of a setting for messages. */
    String key(String leaf) {
        return isDefault()
                ? ROOT + "." + leaf
                : root() + "." + leaf + " (set there, or inherited from " + ROOT + "." + leaf + ")";
    }

    /** Return the name of the client's breakers and limiters, without dots so that it can be a YAML key. */
    String instanceName() {
        return isDefault() ? ROOT : ROOT + "-" + name;
    }

    /** Apply a setting that may be out of bounds. */
    void check(String leaf, Runnable setting) {
        valid(leaf, () -> {
            setting.run();
            return leaf;
        });
    }

    /** Create an object from settings that may be out of bounds. */
    <T> T valid(String leaf, Supplier<T> setting) {
        try {
            return setting.get();
        } catch (IllegalArgumentException outOfBounds) {
            throw new ConfigurationProblem(
                    key(leaf) + " is invalid: " + outOfBounds.getMessage() + ".",
                    "Correct the value; docs/configuration.md lists every setting with its default.",
                    outOfBounds);
        }
    }

    Duration positive(String leaf, Duration time) {
        check(leaf, () -> Assert.isTrue(!time.isZero(), () -> "must be positive but was " + time));
        return notNegative(leaf, time);
    }

    Duration notNegative(String leaf, Duration time) {
        check(leaf, () -> Assert.isTrue(!time.isNegative(), () -> "must not be negative but was " + time));
        return time;
    }

    private String root() {
        return ROOT + ".clients." + name;
    }
}
