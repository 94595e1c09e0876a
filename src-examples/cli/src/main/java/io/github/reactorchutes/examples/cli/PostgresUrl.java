package io.github.reactorchutes.examples.cli;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A database of PostgreSQL. User and password are taken out of the URL, so that neither the driver nor a message can show
 * them.
 *
 * @param hosts hosts and ports, separated by commas
 * @param database the name of the database
 * @param parameters parameters for the driver
 * @param user the user, or {@code null} for the driver's default
 * @param password the password, or {@code null} for the driver's default
 */
record PostgresUrl(
        String hosts,
        String database,
        Map<String, String> parameters,
        @Nullable String user,
        @Nullable String password) {

    static final String PREFIX = "jdbc:postgresql:";

    private static final String HOST = "(?:[A-Za-z0-9_.-]+|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?";

    private static final Pattern URL =
            Pattern.compile("jdbc:postgresql://(?:(?<user>[^:@/?]*)(?::(?<password>[^@/?]*))?@)?(?<hosts>" + HOST
                    + "(?:," + HOST + ")*)/(?<database>[^/?@]*)(?:\\?(?<query>.*))?");

    private static final Pattern PARAMETER = Pattern.compile("(?<name>[A-Za-z]+)=(?<value>[^&]*)");

    static PostgresUrl parse(String url, Shell.Environment environment) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw invalid();
        }
        Map<String, String> parameters = parameters(parts.group("query"));
        return new PostgresUrl(
                parts.group("hosts"),
                parts.group("database"),
                parameters,
                first(parameters.remove("user"), decoded(parts.group("user")), environment.get("PGUSER")),
                first(parameters.remove("password"), decoded(parts.group("password")), environment.get("PGPASSWORD")));
    }

    /** The URL itself may have a password, so it is not repeated. */
    private static UsageException invalid() {
        return new UsageException("--store must look like jdbc:postgresql://HOST:PORT/DATABASE?NAME=VALUE, with"
                + " percent-encoded special characters; a password can be in PGPASSWORD");
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String word : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
            Matcher parameter = PARAMETER.matcher(word);
            if (!parameter.matches()) {
                throw invalid();
            }
            parameters.put(parameter.group("name"), decoded(parameter.group("value")));
        }
        return parameters;
    }

    private static @Nullable String decoded(@Nullable String text) {
        try {
            return text == null ? null : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw invalid();
        }
    }

    private static @Nullable String first(@Nullable String... values) {
        for (String value : values) {
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return null;
    }

    /** Return the name for messages and for commands that the user can paste. */
    String name() {
        return PREFIX + "//" + hosts + "/" + database;
    }

    @Override
    public String toString() {
        return name() + parameters.keySet().stream().collect(Collectors.joining(", ", "[", "]"));
    }
}
