package io.github.reactorchutes.test.spring;

import java.net.URI;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * The settings that point every configured client and endpoint at an emulator, so that a test sends nothing to a real
 * host, and no real token to anywhere.
 */
final class EmulatorSettings {

    private static final Map<String, String> KNOWN = Map.of(
            "text-to-video", "/text2video", "image-to-video", "/image2video", "fast-image-to-video", "/generate");

    private static final String KEY = "(?:\\[[^]]+]|\\.[^.\\[]+)";

    private static final Pattern CLIENT = Pattern.compile("(chutes\\.clients" + KEY + ")[.\\[].*");

    private static final Pattern ENDPOINT =
            Pattern.compile("(chutes(?:\\.clients" + KEY + ")?\\.endpoints)(" + KEY + ")\\.url");

    /** A client's name has no underscore here, because it would be the end of the name. */
    private static final Pattern CLIENT_VARIABLE =
            Pattern.compile("CHUTES_CLIENTS_([A-Z0-9]+)_(?:API_?TOKEN|TOKEN_?FILE|BASE_?URL|ENDPOINTS_[A-Z0-9_]+)");

    private final Map<String, Object> settings = new LinkedHashMap<>();

    private final Set<String> written = new HashSet<>();

    private final URI emulator;

    private EmulatorSettings(URI emulator) {
        this.emulator = emulator;
    }

    static Map<String, Object> of(URI emulator, ConfigurableEnvironment environment) {
        EmulatorSettings all = new EmulatorSettings(emulator);
        Set<String> names = names(environment);
        names.forEach(name -> all.redirectEndpoint(name, environment));
        all.redirectClient("chutes");
        names.forEach(all::redirectClientOfProperty);
        names.forEach(all::redirectClientOfVariable);
        return all.settings;
    }

    private static Set<String> names(ConfigurableEnvironment environment) {
        return environment.getPropertySources().stream()
                .filter(EnumerablePropertySource.class::isInstance)
                .flatMap(source -> Arrays.stream(((EnumerablePropertySource<?>) source).getPropertyNames()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void redirectClientOfProperty(String name) {
        Matcher property = CLIENT.matcher(name);
        if (property.matches()) {
            redirectClient(property.group(1));
            written.add(canonical(property.group(1)));
        }
    }

    /** A variable also sets a client that is written with lower case or dashes, which is redirected already. */
    private void redirectClientOfVariable(String name) {
        Matcher variable = CLIENT_VARIABLE.matcher(name);
        if (variable.matches() && !written.contains(canonical("chutes.clients." + variable.group(1)))) {
            redirectClient("chutes.clients." + variable.group(1).toLowerCase(Locale.ROOT));
        }
    }

    private static String canonical(String client) {
        return client.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private void redirectClient(String prefix) {
        settings.put(prefix + ".base-url", emulator);
        settings.put(prefix + ".api-token", "emulator");
        settings.put(prefix + ".token-file", "");
        KNOWN.forEach(
                (endpoint, path) -> settings.put(prefix + ".endpoints." + endpoint + ".url", emulator.resolve(path)));
    }

    /** Keep the path of an endpoint of the application's own. */
    private void redirectEndpoint(String name, ConfigurableEnvironment environment) {
        Matcher endpoint = ENDPOINT.matcher(name);
        if (endpoint.matches()) {
            settings.put(name, emulator.resolve(path(environment.getProperty(name, "/"))));
        }
    }

    private static String path(String url) {
        try {
            String path = URI.create(url).getRawPath();
            return path == null || path.isEmpty() ? "/" : path;
        } catch (IllegalArgumentException placeholder) {
            return "/";
        }
    }
}
