package io.github.reactorchutes.error;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * The unwrapped text of an error body. Seen on the platform: a string, an object with a message and a reset time, JSON
 * inside a string behind a doubled prefix, plain text, and HTML pages of the edge. Intermediaries use other forms: RFC
 * 9457, lists of errors, XML.
 *
 * @param text the text, or {@code null} if absent
 * @param platformText the text if it has the platform's shape, {@code {"detail":"words"}}; otherwise empty
 * @param quotaResetsAt when the quota resets, if stated
 * @param ofInstance whether the platform passes on the error of an instance, {@code {"detail":{"code":408,...}}}
 */
record ErrorDetail(
        @Nullable String text,
        String platformText,
        @Nullable Instant quotaResetsAt,
        boolean ofInstance) {

    private static final ErrorDetail NONE = new ErrorDetail(null, "", null, false);

    /** Created with its deserializer: the first lookup of a deserializer holds a lock on which all others wait. */
    private static final ObjectReader JSON = JsonMapper.shared().readerFor(JsonNode.class);

    private static final Pattern PREFIX = Pattern.compile("^(?:Invalid request:\\s*)+");

    /** The fields to search, most specific first. */
    private static final List<String> NAMES = List.of(
            "detail", "message", "msg", "error_description", "error", "errors", "title", "fault", "faultstring");

    private static final int MAX_STRINGS = 4;

    /** The nesting of objects and lists; each level may be visited twice. */
    private static final int MAX_DEPTH = 6;

    /** Treat blank text as absent. */
    ErrorDetail {
        text = text == null || text.isBlank() ? null : text;
    }

    static ErrorDetail parse(String body) {
        String text = body.strip();
        if (text.isEmpty()) {
            return NONE;
        }
        if (text.startsWith("<")) {
            return new ErrorDetail(HtmlText.of(text), "", null, false);
        }
        JsonNode json = "{[\"".indexOf(text.charAt(0)) < 0 ? null : read(text);
        return json == null
                ? new ErrorDetail(unprefixed(text), "", null, false)
                : new ErrorDetail(
                        words(json, MAX_STRINGS, MAX_DEPTH), platformText(json), resetTime(json), ofInstance(json));
    }

    private static String platformText(JsonNode body) {
        JsonNode detail = body.path("detail");
        return detail.isString() ? detail.stringValue() : "";
    }

    private static boolean ofInstance(JsonNode body) {
        return body.path("detail").path("code").isInt();
    }

    private static String unprefixed(String text) {
        return PREFIX.matcher(text).replaceFirst("");
    }

    private static @Nullable JsonNode read(String text) {
        try {
            return JSON.readValue(text);
        } catch (JacksonException notJson) {
            return null;
        }
    }

    private static @Nullable String words(JsonNode node, int strings, int depth) {
        if (node.isString()) {
            return ofString(unprefixed(node.stringValue()), strings - 1, depth);
        }
        if (depth == 0) {
            return null;
        }
        if (node.isArray()) {
            return joined(node.valueStream(), strings, depth);
        }
        return node.isObject() ? ofObject(node, strings, depth) : null;
    }

    private static @Nullable String ofString(String text, int strings, int depth) {
        boolean wrapped = strings > 0 && (text.startsWith("{") || text.startsWith("["));
        JsonNode json = wrapped ? read(text) : null;
        return json == null ? text : words(json, strings, depth);
    }

    private static @Nullable String ofObject(JsonNode object, int strings, int depth) {
        for (String name : NAMES) {
            JsonNode value = find(object, name);
            String words = value == null ? null : words(value, strings, depth - 1);
            if (words == null && value != null && name.equals("errors")) {
                words = joined(value.valueStream(), strings, depth - 1);
            }
            if (words != null && !words.isBlank()) {
                return words;
            }
        }
        return null;
    }

    private static @Nullable JsonNode find(JsonNode object, String name) {
        JsonNode exact = object.get(name);
        return exact != null
                ? exact
                : object.propertyStream()
                        .filter(property -> property.getKey().equalsIgnoreCase(name))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null);
    }

    private static @Nullable String joined(Stream<JsonNode> values, int strings, int depth) {
        if (depth <= 0) {
            return null;
        }
        String all = values.map(value -> words(value, strings, depth - 1))
                .filter(Objects::nonNull)
                .filter(words -> !words.isBlank())
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? null : all;
    }

    private static @Nullable Instant resetTime(JsonNode body) {
        String timestamp = body.path("detail").path("quota_reset_timestamp").asString("");
        try {
            return timestamp.isEmpty() ? null : OffsetDateTime.parse(timestamp).toInstant();
        } catch (DateTimeException notATime) {
            return null;
        }
    }
}
