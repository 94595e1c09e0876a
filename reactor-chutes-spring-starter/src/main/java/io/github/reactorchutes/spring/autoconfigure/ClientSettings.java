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
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;

/** The settings of one client, including inherited ones. */
record ClientSettings(
        String name,
        ClientProperties properties,
        boolean ownsToken,
        boolean ownsUrl,
        ConfigurationPropertyName root,
        SettingSources sources) {

    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("chutes");

    private static final ConfigurationPropertyName CLIENTS = ROOT.append("clients");

    static ClientSettings ofDefault(ChutesProperties properties, Environment environment) {
        SettingSources sources = new SettingSources(environment);
        complete(properties, sources);
        return new ClientSettings(ChutesClients.DEFAULT, properties, false, false, ROOT, sources);
    }

    static List<ClientSettings> ofNamed(ChutesProperties properties, Environment environment) {
        SettingSources sources = new SettingSources(environment);
        if (properties.getClients().containsKey(ChutesClients.DEFAULT)) {
            throw nameOfDefault(sources);
        }
        ClientNames names = ClientNames.of(environment);
        NamedClients clients = new NamedClients(CLIENTS, () -> shared(sources));
        List<ClientSettings> named = new ArrayList<>();
        clients.bind(sources.binder()).forEach((name, merged) -> {
            ClientProperties own = properties.getClients().get(name);
            if (own != null && !names.isOfVariableOnly(name)) {
                named.add(ofNamed(name, own, merged, clients.root(name), sources));
            }
        });
        ClientNames.warnOfUselessVariables(
                environment, named.stream().map(ClientSettings::name).toList());
        return named;
    }

    private static ClientProperties shared(SettingSources sources) {
        ClientProperties shared = new ClientProperties();
        sources.binder().bind(ROOT, Bindable.ofInstance(shared));
        complete(shared, sources);
        return shared;
    }

    private static void complete(ClientProperties shared, SettingSources sources) {
        HttpClientDefaults.apply(shared.getHttp(), ROOT, sources);
        bindKnownEndpoints(shared, ROOT, sources.binder());
    }

    private static ConfigurationProblem nameOfDefault(SettingSources sources) {
        ConfigurationProperty set = sources.findBelow(CLIENTS.append(ChutesClients.DEFAULT));
        return new ConfigurationProblem(
                CLIENTS + "." + ChutesClients.DEFAULT + " has the name of the client that is set under " + ROOT + ".",
                "Move its settings to " + ROOT + ", or give it another name.",
                set == null ? "" : SettingSources.origin(set.getName().toString(), set.getOrigin()),
                null);
    }

    /** An own token or base URL replaces both forms in which it can be inherited. */
    private static ClientSettings ofNamed(
            String name,
            ClientProperties own,
            ClientProperties merged,
            ConfigurationPropertyName root,
            SettingSources sources) {
        boolean ownsToken = own.getApiToken() != null || own.getTokenFile() != null;
        boolean ownsUrl = own.getBaseUrl() != null;
        if (ownsToken) {
            merged.setApiToken(own.getApiToken());
            merged.setTokenFile(own.getTokenFile());
        }
        if (ownsUrl) {
            Endpoint.known().forEach(known -> merged.getEndpoints().remove(known.name()));
            merged.setApiUrl(own.getApiUrl());
        }
        bindKnownEndpoints(merged, root, sources.binder());
        return new ClientSettings(name, merged, ownsToken, ownsUrl, root, sources);
    }

    /** Map keys bind exactly as written, but the names of known endpoints must bind as leniently as other settings. */
    private static void bindKnownEndpoints(ClientProperties properties, ConfigurationPropertyName root, Binder binder) {
        Map<String, EndpointProperties> endpoints = properties.getEndpoints();
        for (Endpoint known : Endpoint.known()) {
            String name = known.name();
            endpoints
                    .keySet()
                    .removeIf(key ->
                            !key.equals(name) && ClientNames.canonical(key).equals(ClientNames.canonical(name)));
            binder.bind(root.append("endpoints." + name + ".url"), Bindable.of(URI.class))
                    .ifBound(url -> endpoints
                            .computeIfAbsent(name, absent -> new EndpointProperties())
                            .setUrl(url));
        }
    }

    boolean isDefault() {
        return name.equals(ChutesClients.DEFAULT);
    }

    /** Return the name of the client's breakers and limiters, without dots so that it can be a YAML key. */
    String instanceName() {
        return isDefault() ? ROOT.toString() : ROOT + "-" + name;
    }

    /** Return whether the setting is stated anywhere, and not left to its default. */
    boolean isSet(String leaf) {
        return find(leaf) != null;
    }

    /** Return the full name of the setting that takes effect: the client's own, the shared one or Boot's. */
    String key(String leaf) {
        if (!isDefault() && sources.find(root.append(leaf)) != null) {
            return ownKey(leaf);
        }
        ConfigurationPropertyName fallback = HttpClientDefaults.of(leaf);
        if (fallback != null && sources.find(ROOT.append(leaf)) == null && sources.find(fallback) != null) {
            return fallback.toString();
        }
        return ROOT + "." + leaf;
    }

    /** Return the full name under which the client can have the setting for itself. */
    String ownKey(String leaf) {
        return isDefault() ? ROOT + "." + leaf : CLIENTS + element() + "." + leaf;
    }

    /** Return the client's name as it can be written. */
    private String element() {
        return name.matches("[A-Za-z0-9_-]+") && !root.isLastElementIndexed() ? "." + name : "[" + name + "]";
    }

    Duration time(String leaf, Duration time, Duration max) {
        require(leaf, isPositive(time) && time.compareTo(max) <= 0, "more than 0 and at most " + days(max), time);
        return time;
    }

    Duration timeOrZero(String leaf, Duration time, Duration max) {
        require(leaf, !time.isNegative() && time.compareTo(max) <= 0, "0 or more and at most " + days(max), time);
        return time;
    }

    private static boolean isPositive(Duration time) {
        return !time.isNegative() && !time.isZero();
    }

    private static String days(Duration time) {
        return time.toDays() + " days";
    }

    void atLeast(String leaf, int value, int min) {
        require(leaf, value >= min, min + " or more", value);
    }

    void percentage(String leaf, float value) {
        require(leaf, value > 0 && value <= 100, "more than 0 and at most 100", value);
    }

    void require(String leaf, boolean isValid, String rule, Object value) {
        if (!isValid) {
            throw invalid(key(leaf) + " must be " + rule + ", but is " + shown(leaf, value) + ".", leaf);
        }
    }

    /** Two settings limit each other. */
    <T extends Comparable<T>> void notMore(String leaf, T value, String limit, T max, String reason) {
        if (value.compareTo(max) > 0) {
            throw invalid(
                    key(leaf) + " is " + shown(leaf, value) + ", more than " + key(limit) + ", which is "
                            + shown(limit, max) + reason + ".",
                    leaf,
                    limit);
        }
    }

    private ConfigurationProblem invalid(String description, String... leaves) {
        return problem(
                description,
                "Correct the value; docs/configuration.md lists every setting with its bounds.",
                null,
                leaves);
    }

    /** Return a value without the user and the password of a URL, which people also write where only a host is expected. */
    static String withoutUser(String value) {
        return value.replaceFirst("(?s)^.*@", "***@");
    }

    /** Return a value as it was written, or a default as it could be. */
    private String shown(String leaf, Object value) {
        ConfigurationProperty set = find(leaf);
        if (set != null) {
            return withoutUser(String.valueOf(set.getValue()));
        }
        return value instanceof Duration time
                ? time.toString().replace("PT", "").toLowerCase(Locale.ROOT)
                : value.toString();
    }

    /** Report a problem with the settings of these names, and where they are set. */
    ConfigurationProblem problem(String description, String action, @Nullable Throwable cause, String... leaves) {
        StringBuilder origins = new StringBuilder();
        for (String leaf : leaves) {
            ConfigurationProperty set = find(leaf);
            if (set != null) {
                origins.append(SettingSources.origin(key(leaf), set.getOrigin()));
            }
        }
        return new ConfigurationProblem(description, action, origins.toString(), cause);
    }

    private @Nullable ConfigurationProperty find(String leaf) {
        return Stream.of(root.append(leaf), ROOT.append(leaf), HttpClientDefaults.of(leaf))
                .filter(Objects::nonNull)
                .map(sources::find)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
