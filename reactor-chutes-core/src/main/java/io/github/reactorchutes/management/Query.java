package io.github.reactorchutes.management;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One request to the management API. It has no body.
 *
 * @param name the name of the query in errors, such as {@code catalogue}
 * @param method the HTTP method
 * @param path the encoded path
 * @param parameters the query parameters, in order
 * @param headers additional headers
 * @since 0.1.0
 */
public record Query(
        String name, String method, String path, Map<String, String> parameters, Map<String, String> headers) {

    /**
     * Create a GET.
     *
     * @param name the name of the query in errors: lower-case letters, digits and hyphens
     * @param template the path, with {@code {}} for each value
     * @param values the values, which are encoded; a slash within a value separates segments
     * @return the query
     * @throws IllegalArgumentException if a value has a segment that is empty, {@code .} or {@code ..}
     */
    public static Query get(String name, String template, String... values) {
        return new Query(name, "GET", path(template, values), Map.of(), Map.of());
    }

    /**
     * Create a POST without content.
     *
     * @param name see {@link #get}
     * @param template see {@link #get}
     * @param values see {@link #get}
     * @return the query
     * @throws IllegalArgumentException see {@link #get}
     */
    public static Query post(String name, String template, String... values) {
        return new Query(name, "POST", path(template, values), Map.of(), Map.of());
    }

    /**
     * Add a query parameter.
     *
     * @param parameter its name
     * @param value its value, which is encoded
     * @return the extended query
     */
    public Query with(String parameter, Object value) {
        return new Query(name, method, path, plus(parameters, parameter, value.toString()), headers);
    }

    /**
     * Add a header.
     *
     * @param header its name
     * @param value its value
     * @return the extended query
     */
    public Query withHeader(String header, String value) {
        return new Query(name, method, path, parameters, plus(headers, header, value));
    }

    /** {@return the path and the query parameters, encoded} */
    public String target() {
        return parameters.isEmpty()
                ? path
                : parameters.entrySet().stream()
                        .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                        .collect(Collectors.joining("&", path + "?", ""));
    }

    private static Map<String, String> plus(Map<String, String> values, String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(name, Objects.requireNonNull(value, name));
        return Collections.unmodifiableMap(more);
    }

    private static String path(String template, String... values) {
        StringBuilder path = new StringBuilder();
        int from = 0;
        for (String value : values) {
            int place = template.indexOf("{}", from);
            path.append(template, from, place).append(segments(value));
            from = place + 2;
        }
        return path.append(template, from, template.length()).toString();
    }

    private static String segments(String value) {
        return Stream.of(value.split("/", -1)).map(Query::segment).collect(Collectors.joining("/"));
    }

    /** Servers remove these segments, so that the query would go to another path. */
    private static String segment(String segment) {
        if (segment.isBlank() || segment.equals(".") || segment.equals("..")) {
            throw new IllegalArgumentException("a name must have no empty, \".\" or \"..\" part between slashes");
        }
        return encode(segment);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
