package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.spring.properties.ClientProperties;
import java.beans.PropertyDescriptor;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The names of clients as files and arguments write them. Boot splits a key at its dots, drops other special characters
 * and ignores what then fits no setting, so that a client or its token would be lost silently.
 */
final class ClientNames {

    private static final Logger logger = LoggerFactory.getLogger(ClientNames.class);

    private static final Pattern IN_BRACKETS = Pattern.compile("chutes\\.clients\\.?\\[([^]]*)]\\.?(.*)");

    private static final Pattern PLAIN = Pattern.compile("chutes\\.clients\\.([^.\\[]+)\\.?(.*)");

    private static final Pattern KEPT_BY_BOOT = Pattern.compile("[A-Za-z0-9_-]+");

    private static final Pattern VARIABLE = Pattern.compile("CHUTES_CLIENTS_(.+)", Pattern.CASE_INSENSITIVE);

    private static final Set<String> SETTINGS = Arrays.stream(BeanUtils.getPropertyDescriptors(ClientProperties.class))
            .map(PropertyDescriptor::getName)
            .filter(name -> !name.equals("class"))
            .map(ClientNames::canonical)
            .collect(Collectors.toUnmodifiableSet());

    /** Those without brackets, by what Boot compares. */
    private final Map<String, String> plain = new LinkedHashMap<>();

    private final Set<String> exact = new LinkedHashSet<>();

    private ClientNames() {}

    /**
     * Read all names.
     *
     * @throws ConfigurationProblem if Boot would lose one
     */
    static ClientNames of(Environment environment) {
        ClientNames names = new ClientNames();
        sources(environment).stream()
                .filter(source -> !(source instanceof SystemEnvironmentPropertySource))
                .forEach(source -> Arrays.stream(source.getPropertyNames()).forEach(name -> names.add(name, source)));
        return names;
    }

    private static Collection<EnumerablePropertySource<?>> sources(Environment environment) {
        return environment instanceof ConfigurableEnvironment configurable
                ? configurable.getPropertySources().stream()
                        .filter(EnumerablePropertySource.class::isInstance)
                        .<EnumerablePropertySource<?>>map(source -> (EnumerablePropertySource<?>) source)
                        .toList()
                : Set.of();
    }

    private void add(String property, PropertySource<?> source) {
        Matcher inBrackets = IN_BRACKETS.matcher(property);
        Matcher plain = PLAIN.matcher(property);
        if (inBrackets.matches()) {
            requireNoSlash(property, inBrackets.group(1), source);
            requireSetting(property, inBrackets.group(2), source);
            exact.add(inBrackets.group(1));
        } else if (plain.matches()) {
            requireKept(property, plain.group(1), source);
            requireSetting(property, plain.group(2), source);
            requireDistinct(plain.group(1));
        }
    }

    private static void requireNoSlash(String property, String name, PropertySource<?> source) {
        if (name.indexOf('/') >= 0) {
            throw problem(
                    "The client name \"" + name + "\" in " + property + " has a slash.",
                    "Choose another name, because it is part of the path of the client's health.",
                    property,
                    source);
        }
    }

    private static void requireKept(String property, String name, PropertySource<?> source) {
        requireNoSlash(property, name, source);
        if (!KEPT_BY_BOOT.matcher(name).matches()) {
            throw problem(
                    "Boot drops characters of the client name \"" + name + "\" in " + property + ".",
                    "Write " + inBrackets(name),
                    property,
                    source);
        }
    }

    private static void requireSetting(String property, String path, PropertySource<?> source) {
        String setting = path.split("[.\\[]", 2)[0];
        if (!path.isEmpty() && !SETTINGS.contains(canonical(setting))) {
            String dotted = property.replaceFirst("chutes\\.clients\\.", "").replaceFirst("\\.[^.]*$", "");
            throw problem(
                    property + " sets nothing: a Chutes client has no setting \"" + setting + "\".",
                    "Correct the setting. If \"" + dotted + "\" is the name of the client, write " + inBrackets(dotted),
                    property,
                    source);
        }
    }

    private void requireDistinct(String name) {
        String before = plain.putIfAbsent(canonical(name), name);
        if (before != null && !before.equals(name)) {
            throw new ConfigurationProblem(
                    "The client names \"" + before + "\" and \"" + name
                            + "\" are the same to Boot, which ignores case, dashes and underscores.",
                    "Write them exactly: " + inBrackets(before) + " The same for " + name + ".");
        }
    }

    private static String inBrackets(String name) {
        return "chutes.clients[" + name + "].api-token in a properties file, and \"[" + name
                + "]\": with the quotes as the key in YAML.";
    }

    private static ConfigurationProblem problem(
            String description, String action, String property, PropertySource<?> source) {
        return new ConfigurationProblem(
                description, action, SettingSources.origin(property, PropertySourceOrigin.get(source, property)), null);
    }

    /** Return whether Boot made another client of an environment variable that sets a written one. */
    boolean isOfVariableOnly(String name) {
        String key = canonical(name);
        boolean known = plain.containsKey(key)
                || exact.stream().map(ClientNames::canonical).anyMatch(key::equals);
        return known && !exact.contains(name) && !name.equals(plain.get(key));
    }

    /** Variables may be meant for another application of the same environment, so they are no reason to fail. */
    static void warnOfUselessVariables(Environment environment, Collection<String> names) {
        sources(environment).stream()
                .filter(SystemEnvironmentPropertySource.class::isInstance)
                .flatMap(source -> Arrays.stream(source.getPropertyNames()))
                .filter(variable -> isUseless(variable, names))
                .forEach(variable -> logger.warn(
                        "The environment variable {} sets nothing: it names no setting of a Chutes client. A name with a"
                                + " dash or an underscore must be declared in a file, such as chutes.clients.tenant-a",
                        variable));
    }

    private static boolean isUseless(String variable, Collection<String> names) {
        Matcher ofClient = VARIABLE.matcher(variable);
        return ofClient.matches()
                && names.stream().noneMatch(name -> isSetting(ofClient.group(1).toLowerCase(Locale.ROOT), name));
    }

    private static boolean isSetting(String variable, String name) {
        String prefix = name.toLowerCase(Locale.ROOT);
        return SETTINGS.stream()
                .anyMatch(setting -> startsWith(variable, prefix.replaceAll("[^a-z0-9]+", ""), setting)
                        || startsWith(variable, prefix.replaceAll("[^a-z0-9]+", "_"), setting));
    }

    private static boolean startsWith(String variable, String client, String setting) {
        return variable.startsWith(client + "_")
                && canonical(variable.substring(client.length())).startsWith(setting);
    }

    /** Return a name as the lenient binding compares it. */
    static String canonical(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    }
}
